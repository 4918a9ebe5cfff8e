"""What the database's objections mean in the words of the element."""

from collections.abc import Iterator
from contextlib import contextmanager

from emulator.faults.domain.element_error import CommandRefused, ElementError
from emulator.hlr.tables import HAS_KEY, IMSI_IS_ONE, ISDN_IS_ONE, KEY_IS_ONE
from runtime.errors import NO_DATABASE
from runtime.telemetry.logs import logger

_CONSTRAINTS = {
    IMSI_IS_ONE: ElementError.IMSI_IN_USE,
    ISDN_IS_ONE: ElementError.ISDN_IN_USE,
    HAS_KEY: ElementError.KI_MISSING,
    KEY_IS_ONE: ElementError.KI_EXISTS,
}
_LOCKED = frozenset({"55P03", "40P01"})
"""lock_not_available, deadlock_detected."""

_log = logger("storage")


@contextmanager
def plainly() -> Iterator[None]:
    """Raise CommandRefused for what the database objects to: its reason, or FAILED."""
    try:
        yield
    except NO_DATABASE as error:
        raise refusal_of(error) from error


def refusal_of(error: Exception) -> CommandRefused:
    """Return what an objection means; FAILED where the database itself is in trouble."""
    if getattr(error, "sqlstate", "") in _LOCKED:
        return CommandRefused(ElementError.RECORD_LOCKED)
    constraint = str(getattr(error, "constraint_name", ""))
    if constraint in _CONSTRAINTS:
        return CommandRefused(_CONSTRAINTS[constraint])
    # Its kind alone: the text of a database error shows the values, and some of them are keys.
    _log.warning("the database failed", error=type(error).__name__)
    return CommandRefused(ElementError.FAILED)
