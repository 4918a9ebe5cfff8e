"""Who may do what with this API."""

from gateway.domain.roles import STAFF, Act

READ_NUMBER = Act("read_number", STAFF)
HOLD_NUMBER = Act("hold_number", frozenset({"clerk", "supervisor"}))
