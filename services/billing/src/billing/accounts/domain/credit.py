"""Credit (信用度): how far below zero a postpaid account may go (rules 4.5; prepaid: R-PT-4)."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from kernel.money import Money, fen

NOTHING = fen(0)


class PaymentType(StrEnum):
    """When they pay: before they use, or after."""

    PREPAID = "prepaid"
    POSTPAID = "postpaid"


@dataclass(frozen=True, slots=True)
class Credit:
    """The limit in fen, and the month in which they were told that they use far more than usual."""

    limit: Money = NOTHING
    afterwards: Money | None = None
    """What a limit set for some time only goes back to."""
    until: datetime | None = None
    high_use_in: date | None = None
    """First of that month."""
    high_use_settled: bool = False
    """They have confirmed or paid what they used."""

    def at(self, now: datetime) -> "Credit":
        """Return it with a limit whose time is over gone back to what it was before."""
        if self.until is None or self.afterwards is None or now < self.until:
            return self
        return replace(self, limit=self.afterwards, afterwards=None, until=None)

    def limited(self, limit: Money, *, until: datetime | None) -> "Credit":
        """Return it with another limit, for good or until a moment."""
        if until is None:
            return replace(self, limit=limit, afterwards=None, until=None)
        lasting = self.limit if self.afterwards is None else self.afterwards
        return replace(self, limit=limit, afterwards=lasting, until=until)

    def raised_by(self, limit: Money, *, until: datetime | None) -> Money:
        """Return by how much, at its most, more may be owed than now: at once or at an end.

        A limit for some time that outlasts another one is compared with what that goes back to;
        one that ends sooner brings forward what comes after it.
        """
        then = self.limited(limit, until=until)
        ends = [one for one in (self.until, until) if one is not None]
        later = [then.at(end).limit - self.at(end).limit for end in ends]
        return max([limit - self.limit, *later])

    def noticed(self, month: date) -> "Credit":
        """Return it with high use noticed in a month, once."""
        if self.high_use_in == month:
            return self
        return replace(self, high_use_in=month, high_use_settled=False)

    def settled(self) -> "Credit":
        """Return it with their high use confirmed or paid for."""
        if self.high_use_in is None or self.high_use_settled:
            return self
        return replace(self, high_use_settled=True)

    def stops_high_use_in(self, month: date) -> bool:
        """Tell whether high use of this month is neither confirmed nor paid."""
        return self.high_use_in == month and not self.high_use_settled


NO_CREDIT = Credit()
