"""Who may do what with this API."""

from gateway.domain.roles import STAFF, Act

PAY_OUT = Act("pay_out", STAFF)
