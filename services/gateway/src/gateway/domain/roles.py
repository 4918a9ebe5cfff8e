"""Who may do what: one table of acts and the roles of the manuals (domain 1.1)."""

from collections.abc import Mapping
from enum import StrEnum

PROVIDER = "provider"
"""A payment provider: it signs what it sends, and has no token."""


class Act(StrEnum):
    """What can be asked of the REST door."""

    PLACE_ORDER = "place_order"
    READ_ORDER = "read_order"
    WITHDRAW_ORDER = "withdraw_order"
    REGISTER_CUSTOMER = "register_customer"
    CLASSIFY_CUSTOMER = "classify_customer"
    READ_CUSTOMER = "read_customer"
    LIST_CUSTOMERS = "list_customers"
    RECORD_PROOF = "record_proof"
    READ_STOCK = "read_stock"
    READ_SUBSCRIBER = "read_subscriber"
    READ_BALANCE = "read_balance"
    LIST_BALANCES = "list_balances"
    PAY = "pay"
    COLLECT = "collect"
    NOTIFY_PAYMENT = "notify_payment"
    BUY_PACK = "buy_pack"
    OPEN_DATA = "open_data"
    REVERSE_PAYMENT = "reverse_payment"
    ASK_ADJUSTMENT = "ask_adjustment"
    DECIDE_ADJUSTMENT = "decide_adjustment"
    READ_ADJUSTMENTS = "read_adjustments"
    PAY_OUT = "pay_out"
    TAKE_DEPOSIT = "take_deposit"
    HANDLE_DEPOSIT = "handle_deposit"
    GRANT_GIFT = "grant_gift"
    BLOCK_VOUCHERS = "block_vouchers"
    RELEASE_VOUCHERS = "release_vouchers"
    SET_CREDIT_LIMIT = "set_credit_limit"
    CONFIRM_HIGH_USE = "confirm_high_use"
    READ_OFFERINGS = "read_offerings"
    READ_CLOCK = "read_clock"
    MOVE_CLOCK = "move_clock"


STAFF = frozenset({"clerk", "supervisor", "operations"})
"""Roles of people who work for the operator."""
ABOVE_THE_COUNTER = frozenset({"supervisor", "operations"})
"""Of them, those who answer for what the others do."""

ROLES: Mapping[Act, frozenset[str]] = {
    Act.PLACE_ORDER: frozenset({"clerk", "supervisor", "customer"}),
    Act.READ_ORDER: STAFF | {"customer"},
    Act.WITHDRAW_ORDER: frozenset({"clerk", "supervisor", "customer"}),
    Act.REGISTER_CUSTOMER: frozenset({"clerk", "supervisor"}),
    Act.CLASSIFY_CUSTOMER: frozenset({"clerk", "supervisor"}),
    Act.READ_CUSTOMER: STAFF | {"customer"},
    Act.LIST_CUSTOMERS: STAFF,
    Act.RECORD_PROOF: frozenset({"clerk", "supervisor"}),
    Act.READ_STOCK: STAFF,
    Act.READ_SUBSCRIBER: STAFF | {"customer"},
    Act.READ_BALANCE: STAFF | {"customer"},
    Act.LIST_BALANCES: ABOVE_THE_COUNTER,
    Act.PAY: frozenset({"clerk", "supervisor", "customer", "payer"}),
    # Who says that they have the money; all others who may pay ask for it.
    Act.COLLECT: frozenset({"clerk", "supervisor", "payer"}),
    # A payment provider signs what it sends, and has no token.
    Act.NOTIFY_PAYMENT: frozenset({PROVIDER}),
    Act.BUY_PACK: frozenset({"clerk", "supervisor", "customer"}),
    Act.OPEN_DATA: STAFF | {"customer"},
    Act.REVERSE_PAYMENT: ABOVE_THE_COUNTER,
    Act.ASK_ADJUSTMENT: STAFF,
    Act.DECIDE_ADJUSTMENT: ABOVE_THE_COUNTER,
    Act.READ_ADJUSTMENTS: STAFF,
    Act.PAY_OUT: STAFF,
    Act.TAKE_DEPOSIT: frozenset({"clerk", "supervisor"}),
    Act.HANDLE_DEPOSIT: STAFF,
    Act.GRANT_GIFT: ABOVE_THE_COUNTER,
    Act.BLOCK_VOUCHERS: ABOVE_THE_COUNTER,
    Act.RELEASE_VOUCHERS: ABOVE_THE_COUNTER,
    Act.SET_CREDIT_LIMIT: ABOVE_THE_COUNTER,
    Act.CONFIRM_HIGH_USE: STAFF,
    Act.READ_OFFERINGS: STAFF | {"customer", "payer"},
    Act.READ_CLOCK: STAFF,
    Act.MOVE_CLOCK: frozenset({"operations"}),
}

CHANNELS = frozenset(
    {"hall", "app", "web", "hotline", "sms", "kiosk", "dealer", "bank", "wallet", "system"}
)
"""Where somebody may be signed in."""


def may(roles: frozenset[str], act: Act) -> bool:
    """Tell whether one of these roles may do this."""
    return bool(roles & ROLES[act])
