"""Who may do what with this API."""

from gateway.domain.roles import STAFF, Act

READ_CLOCK = Act("read_clock", STAFF)
MOVE_CLOCK = Act("move_clock", frozenset({"operations"}))
