"""Credit control (信控) of postpaid accounts: told, stopped one way, stopped both ways, resumed.

Rules 4.5: exposure is what they owe, billed or not. Reminded from 80 % of their limit on, at most
once a day and three times; one way at once where they are beyond it, both ways three days later;
nothing once they have paid down to it. High use (高额) is a reason of its own: it stops one way
alone, so that the call that asks them reaches them, until they confirm it, owe nothing, or the
month is over.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from billing.accounts.domain.account import CONTROLLED, Account, Standing
from billing.accounts.domain.control import (
    UNTIL_TWO_WAY,
    Verdict,
    both_ways_at,
    calmed,
    moved,
    reminded,
)
from billing.accounts.domain.level import Level
from billing.accounts.domain.proration import month_of, next_charge_at

REMINDER_PERCENT = 80
CREDIT_LOW = "credit_low"
STOPPED_FOR_EXPOSURE = "stopped_for_exposure"


@dataclass(frozen=True, slots=True)
class Case:
    """What the table judges."""

    account: Account
    now: datetime

    @property
    def is_over_limit(self) -> bool:
        return self.account.owes.minor > 0

    @property
    def is_near(self) -> bool:
        limit, exposure = self.account.credit.limit.minor, -self.account.balance.minor
        return 0 < limit * REMINDER_PERCENT <= exposure * 100

    @property
    def is_unusual(self) -> bool:
        return self.account.credit.stops_high_use_in(month_of(self.now))

    @property
    def over_limit_for(self) -> timedelta:
        since = self.account.standing.since
        return self.now - since if since else timedelta()


@dataclass(frozen=True, slots=True)
class Row:
    """When this holds, and none above does, this level is wanted."""

    when: Callable[[Case], bool]
    wanted: Level


TABLE = (
    Row(lambda case: case.account.state not in CONTROLLED, Level.NONE),
    Row(lambda case: case.is_over_limit and case.account.keeps_number, Level.TWO_WAY),
    Row(lambda case: case.is_over_limit and _is_stopped_both_ways(case), Level.TWO_WAY),
    Row(lambda case: case.is_over_limit and case.over_limit_for >= UNTIL_TWO_WAY, Level.TWO_WAY),
    Row(lambda case: case.is_over_limit or case.is_unusual, Level.ONE_WAY),
    Row(lambda case: True, Level.NONE),
)


def has_nothing_to_say(account: Account, *, left: int, now: datetime) -> bool:
    """Tell whether nothing is new when the balance is so many fen; nearly always so."""
    credit = account.credit
    if account.state not in CONTROLLED or not account.standing.is_calm:
        return False
    if credit.at(now) is not credit or not (credit.high_use_in is None or credit.high_use_settled):
        return False
    return -left * 100 < credit.limit.minor * REMINDER_PERCENT


def judge(account: Account, *, now: datetime) -> Verdict:
    """Return what credit control wants of this account's subscriber now."""
    if has_nothing_to_say(account, left=account.balance.minor, now=now):
        return Verdict(account.standing)
    case = Case(account, now)
    wanted = next(row.wanted for row in TABLE if row.when(case))
    standing = moved(account.standing, to=wanted, now=now)
    if wanted is Level.NONE:
        return _within(replace(standing, since=None), case)
    if not case.is_over_limit:
        used = _said_anew(replace(standing, since=None), before=account.standing)
        return Verdict(used, "", next_charge_at(now))
    owes = replace(standing, since=account.standing.since or now)
    stopped = _said_anew(owes, before=account.standing)
    text = "" if account.standing.since else STOPPED_FOR_EXPOSURE
    return Verdict(stopped, text, both_ways_at(stopped))


def _said_anew(standing: Standing, *, before: Standing) -> Standing:
    """The same level for another reason is another wish: it has a version of its own."""
    if standing.wanted_for is before.wanted_for or standing.version != before.version:
        return standing
    return replace(standing, version=standing.version + 1)


def _is_stopped_both_ways(case: Case) -> bool:
    return case.account.standing.level is Level.TWO_WAY


def _within(standing: Standing, case: Case) -> Verdict:
    if case.account.state in CONTROLLED and case.is_near:
        return reminded(standing, text=CREDIT_LOW, now=case.now)
    return calmed(standing)
