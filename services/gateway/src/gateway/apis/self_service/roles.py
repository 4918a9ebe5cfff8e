"""Who may do what with this API."""

from gateway.domain.roles import STAFF, Act, Others

READ_SUBSCRIBER = Act("read_subscriber", STAFF | {"customer"}, Others.HIDDEN)
BUY_PACK = Act("buy_pack", frozenset({"clerk", "supervisor", "customer"}), Others.HIDDEN)
OPEN_DATA = Act("open_data", STAFF | {"customer"}, Others.HIDDEN)
