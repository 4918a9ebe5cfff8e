"""Who may do what with this API."""

from gateway.domain.roles import ABOVE_THE_COUNTER, STAFF, Act

REVERSE_PAYMENT = Act("reverse_payment", ABOVE_THE_COUNTER)
TAKE_DEPOSIT = Act("take_deposit", frozenset({"clerk", "supervisor"}))
HANDLE_DEPOSIT = Act("handle_deposit", STAFF)
GRANT_GIFT = Act("grant_gift", ABOVE_THE_COUNTER)
BLOCK_VOUCHERS = Act("block_vouchers", ABOVE_THE_COUNTER)
RELEASE_VOUCHERS = Act("release_vouchers", ABOVE_THE_COUNTER)
SET_CREDIT_LIMIT = Act("set_credit_limit", ABOVE_THE_COUNTER)
CONFIRM_HIGH_USE = Act("confirm_high_use", STAFF)
