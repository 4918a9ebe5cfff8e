"""Who may do what with this API."""

from gateway.domain.roles import STAFF, Act, Others

PLACE_ORDER = Act(
    "place_order", frozenset({"clerk", "supervisor", "operations", "customer"}), Others.HIDDEN
)
"""Operations ask as the back office: no other way of asking is theirs."""
READ_ORDER = Act("read_order", STAFF | {"customer"}, Others.HIDDEN)
WITHDRAW_ORDER = Act(
    "withdraw_order", frozenset({"clerk", "supervisor", "customer"}), Others.HIDDEN
)
