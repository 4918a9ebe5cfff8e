"""What the database's objections mean in the words of the element."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from emulator.domain.element_error import CommandRefused, ElementError
from runtime.telemetry.logs import logger

_CONSTRAINTS = {
    "subscription_imsi": ElementError.IMSI_IN_USE,
    "subscription_isdn": ElementError.ISDN_IN_USE,
    "subscription_has_key": ElementError.KI_MISSING,
    "card_key_imsi": ElementError.KI_EXISTS,
}
_LOCKED = frozenset({"55P03", "40P01"})
"""lock_not_available, deadlock_detected."""

_log = logger("storage")


@contextmanager
def plainly() -> Iterator[None]:
    """Raise CommandRefused for what the database objects to: its reason, or FAILED."""
    try:
        yield
    except (SQLAlchemyError, OSError) as error:
        raise refusal_of(error) from error


def refusal_of(error: SQLAlchemyError | OSError) -> CommandRefused:
    """Return what an objection means; FAILED where the database itself is in trouble."""
    cause = getattr(error.orig, "__cause__", None) if isinstance(error, DBAPIError) else None
    if getattr(cause, "sqlstate", "") in _LOCKED:
        return CommandRefused(ElementError.RECORD_LOCKED)
    constraint = str(getattr(cause, "constraint_name", ""))
    if constraint in _CONSTRAINTS:
        return CommandRefused(_CONSTRAINTS[constraint])
    # Its kind alone: the text of a database error shows the values, and some of them are keys.
    _log.warning("the database failed", error=type(cause or error).__name__)
    return CommandRefused(ElementError.FAILED)
