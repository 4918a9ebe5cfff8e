"""Credit control (信控) of prepaid accounts: reminded, stopped one way, stopped both ways, resumed.

Rules 4.5: a reminder below max(10 yuan, 20 % of the plan), at most one a day and three in all;
one way at once when the money is gone; both ways three days later; nothing once it is paid above
zero. A number that is kept at their own wish and cannot pay for that is stopped both ways (T10).
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
from kernel.money import Money, fen
from kernel.value import value

REMINDER_FLOOR = fen(1000)
REMINDER_PERCENT = 20

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


TABLE = (
    Row(lambda case: case.account.state not in CONTROLLED, Level.NONE),
    Row(lambda case: case.account.balance > fen(0), Level.NONE),
    Row(lambda case: case.account.keeps_number and case.account.balance < fen(0), Level.TWO_WAY),
    Row(lambda case: case.account.standing.level is Level.TWO_WAY, Level.TWO_WAY),
    Row(lambda case: case.stopped_for >= UNTIL_TWO_WAY, Level.TWO_WAY),
    Row(lambda case: True, Level.ONE_WAY),
)


def low_mark(plan_fee: Money) -> int:
    """Return the balance in fen below which they are reminded."""
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
    standing = moved(account.standing, to=wanted, now=now)
    if wanted is Level.NONE:
        return _in_credit(replace(standing, since=None), case)
    text = STOPPED_FOR_ARREARS if account.standing.level is Level.NONE else ""
    return Verdict(standing, text, both_ways_at(standing))


def _in_credit(standing: Standing, case: Case) -> Verdict:
    if case.account.state in CONTROLLED and case.is_low:
        return reminded(standing, text=BALANCE_LOW, now=case.now)
    return calmed(standing)
