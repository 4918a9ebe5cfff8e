"""Headings several APIs have operations under, in the reference people read."""

from gateway.rest.door.path import Heading

CUSTOMERS = Heading(
    "Customers and persons (TMF629, TMF632)",
    "Who was registered with which paper, masked unless a reason is said, and the proofs that "
    "somebody was checked.",
)
SUBSCRIBERS = Heading(
    "Subscribers",
    "Numbers in service: their state, money, use and allowances; and the stock they come from.",
)
CATALOGUE = Heading(
    "Catalogue (TMF620)",
    "What is sold and at which price, as the catalogue of the day says.",
)
USAGE = Heading(
    "Usage (TMF635, TMF677)",
    "What was used, what it cost, and what is left; of one number, for who may see it.",
)
BALANCES = Heading(
    "Balances and top-ups (TMF654)",
    "Money, gifts, deposits and allowances as buckets; top-ups and adjustments of them.",
)
PAYMENTS = Heading(
    "Payments and refunds (TMF676)",
    "Money that came in on the word of whoever collected it, and what is paid back.",
)
