"""Who may do what with this API."""

from gateway.domain.roles import Act, Others

_HOLDER_OR_DESK = frozenset({"clerk", "supervisor", "customer"})
BE_CHECKED = Act("be_checked", _HOLDER_OR_DESK, Others.HIDDEN)
READ_PUK = Act("read_puk", _HOLDER_OR_DESK, Others.HIDDEN)
SET_PASSWORD = Act("set_password", _HOLDER_OR_DESK, Others.HIDDEN)
