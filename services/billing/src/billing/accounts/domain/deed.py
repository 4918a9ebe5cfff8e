"""What only some may do: billing asks for a role where money moves at somebody's word."""

from collections.abc import Mapping
from enum import StrEnum

from kernel.caller import Caller
from kernel.errors import Invalid, NotAllowed


class Deed(StrEnum):
    """Done by a caller with one of its roles."""

    REVERSE_PAYMENT = "reverse_payment"
    GRANT_GIFT = "grant_gift"
    LOAD_VOUCHERS = "load_vouchers"
    RELEASE_VOUCHERS = "release_vouchers"
    BLOCK_VOUCHERS = "block_vouchers"
    ASK_ADJUSTMENT = "ask_adjustment"
    DECIDE_ADJUSTMENT = "decide_adjustment"
    PAY_OUT = "pay_out"
    HANDLE_DEPOSIT = "handle_deposit"
    SET_CREDIT_LIMIT = "set_credit_limit"
    CONFIRM_HIGH_USE = "confirm_high_use"
    CORRECT_CATALOGUE = "correct_catalogue"
    RERATE = "rerate"
    DECIDE_WAITING = "decide_waiting"


_ABOVE_CLERKS = frozenset({"supervisor", "operations"})
_STAFF = _ABOVE_CLERKS | {"clerk"}
MAY: Mapping[Deed, frozenset[str]] = {
    Deed.REVERSE_PAYMENT: _ABOVE_CLERKS,
    Deed.GRANT_GIFT: _ABOVE_CLERKS,
    Deed.LOAD_VOUCHERS: frozenset({"operations"}),
    Deed.RELEASE_VOUCHERS: _ABOVE_CLERKS,
    Deed.BLOCK_VOUCHERS: _ABOVE_CLERKS,
    Deed.ASK_ADJUSTMENT: _STAFF,
    Deed.DECIDE_ADJUSTMENT: _ABOVE_CLERKS,
    Deed.PAY_OUT: _STAFF,
    Deed.HANDLE_DEPOSIT: _STAFF,
    Deed.SET_CREDIT_LIMIT: _ABOVE_CLERKS,
    Deed.CONFIRM_HIGH_USE: _STAFF,
    Deed.CORRECT_CATALOGUE: frozenset({"operations"}),
    Deed.RERATE: frozenset({"operations"}),
    Deed.DECIDE_WAITING: frozenset({"operations"}),
}
"""Roles of the manuals (rules 1.1)."""


def check_role(caller: Caller, deed: Deed) -> None:
    """Raise `ROLE_REQUIRED` where none of their roles may do this."""
    if not caller.roles & MAY[deed]:
        who = " or ".join(sorted(MAY[deed]))
        raise NotAllowed("ROLE_REQUIRED", f"This is for {who}.")


def check_may(caller: Caller, deed: Deed, *, reason: str) -> None:
    """Raise `ROLE_REQUIRED` where none of their roles may, `FIELD_MISSING` without a why."""
    check_role(caller, deed)
    if not reason.strip():
        raise Invalid("FIELD_MISSING", "Say why.", field="reason")
