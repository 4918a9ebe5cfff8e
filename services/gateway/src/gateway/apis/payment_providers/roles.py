"""Who may do what with this API."""

from gateway.domain.roles import PROVIDER, Act

NOTIFY_PAYMENT = Act("notify_payment", frozenset({PROVIDER}))
"""A payment provider signs what it sends, and has no token."""
