"""Credit control (信控) of prepaid accounts: reminded, stopped one way, stopped both ways, resumed.

Domain 4.5: a reminder below max(10 yuan, 20 % of the plan), at most one a day and three in all;
one way at once when the money is gone; both ways three days later; nothing once it is paid above
zero. A number that is kept at her own wish and cannot pay for that is stopped both ways (T10).
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from billing.domain.account import CONTROLLED, Account, Standing
from billing.domain.level import Level
from kernel.civil import civil_date, start_of_day
from kernel.money import Money, fen
from kernel.value import value

REMINDER_FLOOR = fen(1000)
REMINDER_PERCENT = 20
MOST_REMINDERS = 3
UNTIL_TWO_WAY = timedelta(days=3)
_REMINDING_HOUR = timedelta(hours=10)

BALANCE_LOW = "balance_low"
STOPPED_FOR_ARREARS = "stopped_for_arrears"


@value
class Case:
    """What the table judges."""

    account: Account
    plan_fee: Money
    now: datetime

    @property
    def stopped_for(self) -> timedelta:
        since = self.account.standing.since
        return self.now - since if since else timedelta()

    @property
    def is_low(self) -> bool:
        return self.account.balance.minor < low_mark(self.plan_fee)


@dataclass(frozen=True, slots=True)
class Row:
    """When this holds, and none above does, this level is wanted."""

    when: Callable[[Case], bool]
    wanted: Level


@value
class Verdict:
    """What credit control wants now, what it says, and when it looks again."""

    standing: Standing
    text: str = ""
    look_again_at: datetime | None = None


TABLE = (
    Row(lambda case: case.account.state not in CONTROLLED, Level.NONE),
    Row(lambda case: case.account.balance > fen(0), Level.NONE),
    Row(lambda case: case.account.keeps_number and case.account.balance < fen(0), Level.TWO_WAY),
    Row(lambda case: case.account.standing.level is Level.TWO_WAY, Level.TWO_WAY),
    Row(lambda case: case.stopped_for >= UNTIL_TWO_WAY, Level.TWO_WAY),
    Row(lambda case: True, Level.ONE_WAY),
)


def low_mark(plan_fee: Money) -> int:
    """Return the balance in fen below which she is reminded."""
    return max(REMINDER_FLOOR.minor, plan_fee.times(REMINDER_PERCENT, 100).minor)


def has_nothing_to_say(account: Account, *, left: int, mark: int) -> bool:
    """Tell whether the table says nothing new when so many fen are left; nearly always so.

    `mark` is that of the plan, see `low_mark`.
    """
    return account.state in CONTROLLED and account.standing.is_calm and left >= mark


def judge(account: Account, *, plan_fee: Money, now: datetime) -> Verdict:
    """Return what credit control wants of this account's subscriber now."""
    if has_nothing_to_say(account, left=account.balance.minor, mark=low_mark(plan_fee)):
        return Verdict(account.standing)
    case = Case(account, plan_fee, now)
    wanted = next(row.wanted for row in TABLE if row.when(case))
    if wanted is Level.NONE:
        return _reminded(replace(_moved(case, wanted), since=None), case)
    standing = _moved(case, wanted)
    text = STOPPED_FOR_ARREARS if account.standing.level is Level.NONE else ""
    return Verdict(standing, text, _both_ways_at(standing))


def _moved(case: Case, wanted: Level) -> Standing:
    standing = case.account.standing
    if wanted is standing.level:
        return standing
    return replace(
        standing,
        level=wanted,
        version=standing.version + 1,
        since=standing.since or case.now,
        reminders=0,
        reminded_on=None,
    )


def _both_ways_at(standing: Standing) -> datetime | None:
    if standing.level is not Level.ONE_WAY or standing.since is None:
        return None
    return standing.since + UNTIL_TWO_WAY


def _reminded(standing: Standing, case: Case) -> Verdict:
    if case.account.state not in CONTROLLED or not case.is_low:
        return Verdict(replace(standing, reminders=0, reminded_on=None))
    if standing.reminders >= MOST_REMINDERS:
        return Verdict(standing)
    today = civil_date(case.now)
    tomorrow = start_of_day(today + timedelta(days=1)) + _REMINDING_HOUR
    if standing.reminded_on == today:
        return Verdict(standing, "", tomorrow)
    told = replace(standing, reminders=standing.reminders + 1, reminded_on=today)
    return Verdict(told, BALANCE_LOW, tomorrow if told.reminders < MOST_REMINDERS else None)
