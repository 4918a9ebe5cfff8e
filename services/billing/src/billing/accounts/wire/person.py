"""Who acts and why: the caller, as the runtime verified them, and what the request says."""

from billing.accounts.domain.person import Person
from billing.accounts.wire.values import reason_of
from kernel.caller import Caller


def person_of(caller: Caller, reason: str = "") -> Person:
    """Return who acts; raises `INVALID_ARGUMENT` for a why that cannot be read."""
    return Person(caller.id, caller.roles, reason_of(reason))
