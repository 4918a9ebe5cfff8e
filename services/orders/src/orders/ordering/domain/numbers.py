"""Numbers in stock, and what a lucky one asks of whoever opens it."""

from dataclasses import dataclass

from kernel.money import Money
from kernel.numbering import Msisdn
from orders.ordering.domain.values import CustomerId


@dataclass(frozen=True, slots=True)
class PhoneNumber:
    """A number, available to everybody, or held for a customer alone for a time (预占)."""

    msisdn: Msisdn
    available: bool
    held_for: CustomerId | None = None
    grade: str = ""
    """How lucky it is (靓号); empty: ordinary."""

    def is_free_for(self, customer: CustomerId) -> bool:
        return self.available or self.held_for == customer


@dataclass(frozen=True, slots=True)
class NumberGrade:
    """What a lucky number asks of whoever opens it (R-OPEN-6)."""

    code: str
    prepayment: Money
    minimum_spend: Money
    """Of a month: the plan that is opened has such a monthly fee."""
    months: int
    """In which they do not leave."""
