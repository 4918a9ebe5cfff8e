"""Allowances (资源): units that are used without a price (rules 7.1, 7.4).

Units are started minutes of calls, parts of texts, recipients of messages and KB of data.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from billing.allowances.domain.usage import ToDraw, UsageRecord
from billing.catalogue.domain.countries import INTERNATIONAL
from billing.catalogue.domain.included import Included, Plan
from billing.catalogue.domain.tariff import COUNTED_IN, hold_at
from kernel.civil import days_in_month, first_of_month, first_of_next_month, start_of_day


class Source(StrEnum):
    """Where an allowance comes from, in the order in which they pay."""

    ROLLOVER = "rollover"
    PLAN = "plan"
    PACK = "pack"


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowance:
    """What one account may use, from when to when (half-open), and how much of it is used."""

    id: str
    account_id: str
    offering: str
    """The plan, or the pack."""
    name: str
    source: Source
    included: Included
    total: int
    valid_from: datetime
    valid_to: datetime
    usable_to: datetime
    """Later than `valid_to` where what is left rolls over."""
    cause_id: str
    """The step, the month or the purchase that gave it."""
    used: int = 0
    renews: bool = False
    price: int = 0
    """Of a pack, in fen."""

    @property
    def kind(self) -> str:
        return self.included.kind

    @property
    def left(self) -> int:
        return max(0, self.total - self.used)

    def is_over(self, now: datetime) -> bool:
        """Tell whether nothing more may be used of it: its time is over, or it was given back.

        Whoever asks waited for its account, and what was done meanwhile may bear a later moment.
        """
        return self.valid_to <= now or not self.total

    def is_usable(self, moment: datetime, *, offering: str) -> bool:
        """Tell whether it pays for what began then; what rolled over is lost with the plan."""
        if not self.valid_from <= moment < self.usable_to:
            return False
        return moment < self.valid_to or self.offering == offering

    def source_at(self, moment: datetime) -> Source:
        return Source.ROLLOVER if moment >= self.valid_to else self.source

    def rank_at(self, moment: datetime) -> tuple[bool, int, datetime, datetime, str]:
        """Return its place in the order of rules 7.4.

        What holds for some uses only goes before what holds for all; then what rolled over, the
        month's, and packs, each by what ends first.
        """
        order = _ORDER[self.source_at(moment)]
        return self.included.is_general, order, self.usable_to, self.valid_from, self.id


_ORDER = {source: place for place, source in enumerate(Source)}


def fits(included: Included, record: UsageRecord, priced: ToDraw) -> bool:
    """Tell whether such a use may draw on what is included."""
    return (
        record.roam_type in included.roam_types
        and priced.zone in included.zones
        and _holds_in(included, record, group=priced.country_group)
        and (not included.peers or not included.peers.isdisjoint((record.peer, priced.peer)))
        and hold_at(included.times, record.started_at, holidays=priced.holidays)
    )


def _holds_in(included: Included, record: UsageRecord, *, group: str) -> bool:
    if not included.country_groups or record.roam_type != INTERNATIONAL:
        return True
    return group in included.country_groups


def units_of(kind: str, quantity: int) -> int:
    """Return what a record takes of an allowance: calls in started minutes (rules 7.5)."""
    return -(-quantity // COUNTED_IN.get(kind, 1))


def units_added(record: UsageRecord) -> int:
    """Return what a record takes beside those of the same call before it: begun minutes once."""
    before = record.origin.before
    more = units_of(record.kind, before + record.quantity)
    return more - units_of(record.kind, before) if before else more


def quantity_of(kind: str, units: int) -> int:
    """Return the quantity that so many units are priced as."""
    return units * COUNTED_IN.get(kind, 1)


def part_by_day(units: int, *, first_day: date) -> int:
    """Return the part of a month's units from this day on, that day included, rounded down."""
    days = days_in_month(first_day)
    return units * (days - first_day.day + 1) // days


def allowances_of(
    plan: Plan, *, account_id: str, first_day: date, cause_id: str
) -> tuple[Allowance, ...]:
    """Return what a plan allows in the month of `first_day`, from that day on.

    Their ids are words, the same for the same cause.
    """
    return tuple(
        _monthly(one, plan, account_id=account_id, first_day=first_day, cause_id=cause_id)
        for one in plan.included
    )


def _monthly(
    included: Included, plan: Plan, *, account_id: str, first_day: date, cause_id: str
) -> Allowance:
    valid_to, usable_to = month_ends(included, first_day)
    return Allowance(
        id=f"{account_id}/{cause_id}/{included.code}",
        account_id=account_id,
        offering=plan.code,
        name=plan.name,
        source=Source.PLAN,
        included=included,
        total=part_by_day(included.units, first_day=first_day),
        valid_from=start_of_day(first_day),
        valid_to=valid_to,
        usable_to=usable_to,
        cause_id=cause_id,
    )


def month_ends(included: Included, day: date) -> tuple[datetime, datetime]:
    """Return until when what a plan allows in the month of a day is valid, and is usable."""
    following = first_of_next_month(day)
    ends = start_of_day(following)
    if not included.rolls_over:
        return ends, ends
    return ends, start_of_day(first_of_next_month(following))


def months_after(last: date, upto: date) -> Iterable[date]:
    """Return the first days of the months after one, to another with it."""
    month = first_of_next_month(last)
    while month <= first_of_month(upto):
        yield month
        month = first_of_next_month(month)
