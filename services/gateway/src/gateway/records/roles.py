"""Who may do what several APIs have: read a balance, pay, look up a customer."""

from gateway.domain.roles import ABOVE_THE_COUNTER, STAFF, Act, Others

READ_CUSTOMER = Act("read_customer", STAFF | {"customer"}, Others.HIDDEN)
REGISTER_CUSTOMER = Act("register_customer", frozenset({"clerk", "supervisor"}))
LIST_CUSTOMERS = Act("list_customers", STAFF)
READ_BALANCE = Act("read_balance", STAFF | {"customer"}, Others.HIDDEN)
LIST_BALANCES = Act("list_balances", ABOVE_THE_COUNTER)
PAY = Act("pay", frozenset({"clerk", "supervisor", "customer", "payer"}))
"""Paying is for any number, so it tells which there are."""
COLLECT = Act("collect", frozenset({"clerk", "supervisor", "payer"}))
"""Who says that they have the money; all others who may pay ask for it."""
READ_OFFERINGS = Act("read_offerings", STAFF | {"customer", "payer"})
READ_ADJUSTMENTS = Act("read_adjustments", STAFF)
