"""What a lucky number (吉祥号, 靓号) asks of whoever opens it (rules 2.1, R-OPEN-6)."""

from dataclasses import dataclass

from kernel.money import Money


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberGrade:
    """A kind of lucky numbers; numbers of the stock name it by its code."""

    code: str
    name: str
    prepayment: Money
    """The smallest first payment, where the plan does not ask for more."""
    minimum_spend: Money
    """What a month costs at least: the plan that is opened has such a monthly fee."""
    months: int
    """For how long it stays with its holder: until then nobody terminates it."""
