"""Who may do what with this API."""

from gateway.domain.roles import Act

CLASSIFY_CUSTOMER = Act("classify_customer", frozenset({"clerk", "supervisor"}))
