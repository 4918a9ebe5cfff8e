"""Who may do what with this API."""

from gateway.domain.roles import STAFF, Act

RECORD_PROOF = Act("record_proof", frozenset({"clerk", "supervisor"}))
READ_STOCK = Act("read_stock", STAFF)
