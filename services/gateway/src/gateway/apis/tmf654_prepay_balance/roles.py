"""Who may do what with this API."""

from gateway.domain.roles import ABOVE_THE_COUNTER, STAFF, Act

ASK_ADJUSTMENT = Act("ask_adjustment", STAFF)
DECIDE_ADJUSTMENT = Act("decide_adjustment", ABOVE_THE_COUNTER)
