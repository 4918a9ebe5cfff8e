"""Packs (流量包): allowances that are bought, for a month or for days (domain 7.1, 7.12)."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from billing.allowances.domain.allowance import Allowance, Included, Source
from kernel.civil import civil_date, first_of_next_month, start_of_day
from kernel.money import Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    """One that is sold, as the catalogue says it."""

    code: str
    name: str
    price: Money
    included: Included
    days: int | None
    """How long, with the day on which it is bought; None: to the end of the month."""
    renews: bool
    """Bought again whenever it ends, unless she says otherwise."""
    once: bool
    """Nobody has it twice."""
    channels: frozenset[str]
    sellable: bool

    def ends(self, first_day: date) -> datetime:
        """Return the moment at which one that begins on this day ends."""
        following = first_of_next_month(first_day)
        last = following if self.days is None else first_day + timedelta(days=self.days)
        return start_of_day(last)


@dataclass(frozen=True, slots=True)
class Purchase:
    """Who buys, what asked for it, from when on, and whether it is to be bought again."""

    account_id: str
    cause_id: str
    at: datetime
    renews: bool


def bought(pack: Pack, purchase: Purchase) -> Allowance:
    """Return what somebody has who bought it; its id is a word, the same for the same cause."""
    ends = pack.ends(civil_date(purchase.at))
    return Allowance(
        id=f"{purchase.account_id}/{purchase.cause_id}",
        account_id=purchase.account_id,
        offering=pack.code,
        name=pack.name,
        source=Source.PACK,
        included=pack.included,
        total=pack.included.units,
        valid_from=purchase.at,
        valid_to=ends,
        usable_to=ends,
        cause_id=purchase.cause_id,
        renews=purchase.renews,
        price=pack.price.minor,
    )
