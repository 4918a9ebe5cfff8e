"""What the database's objections mean in the words of the element."""

from sqlalchemy.exc import DBAPIError

from emulator.domain.element_error import CommandRefused, ElementError

_CONSTRAINTS = {
    "subscription_imsi": ElementError.IMSI_IN_USE,
    "subscription_isdn": ElementError.ISDN_IN_USE,
    "card_key_imsi": ElementError.KI_EXISTS,
}
_HAS_KEY = "subscription_has_key"
_KEY_TABLE = "card_key"
_LOCKED = frozenset({"55P03", "40P01"})
"""lock_not_available, deadlock_detected."""


def refusal_of(error: DBAPIError) -> CommandRefused | None:
    """Return the refusal this is; None where the database really failed."""
    cause = getattr(error.orig, "__cause__", None)
    if getattr(cause, "sqlstate", "") in _LOCKED:
        return CommandRefused(ElementError.RECORD_LOCKED)
    constraint = getattr(cause, "constraint_name", None)
    if constraint == _HAS_KEY:
        removing = getattr(cause, "table_name", "") == _KEY_TABLE
        return CommandRefused(ElementError.KI_IN_USE if removing else ElementError.KI_MISSING)
    meaning = _CONSTRAINTS.get(str(constraint))
    return CommandRefused(meaning) if meaning else None
