"""Credit control as a table on the clock (rules 4.5)."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from house_of_billing import ANNA, NOON
from test_storage import account_of

from billing.accounts.domain.account import Account, AccountState, Standing
from billing.accounts.domain.control import Verdict
from billing.accounts.domain.kept import Kept
from billing.accounts.domain.level import Level
from billing.credit.processes.arrears import BALANCE_LOW, STOPPED_FOR_ARREARS, judge
from kernel.money import fen

TODAY = date(2026, 11, 22)
TOMORROW_AT_TEN = datetime.fromisoformat("2026-11-23T02:00:00+00:00")
DAY = timedelta(days=1)


def with_left(balance: int, **changes: object) -> Account:
    account = replace(account_of(ANNA), state=AccountState.OPEN, balance=fen(balance))
    return replace(account, **changes)  # type: ignore[arg-type]  # whatever a test changes


def verdict(account: Account, *, plan_fee: int = 500, now: datetime = NOON) -> Verdict:
    return judge(account, plan_fee=fen(plan_fee), now=now)


ONE_WAY = Standing(Level.ONE_WAY, 1, NOON)
TWO_WAY = Standing(Level.TWO_WAY, 2, NOON)


@pytest.mark.parametrize(
    ("balance", "standing", "after", "wanted"),
    [
        (1, Standing(), timedelta(), Level.NONE),
        (0, Standing(), timedelta(), Level.ONE_WAY),
        (-1, Standing(), timedelta(), Level.ONE_WAY),
        (-1, ONE_WAY, 3 * DAY - timedelta(seconds=1), Level.ONE_WAY),
        (-1, ONE_WAY, 3 * DAY, Level.TWO_WAY),
        (0, ONE_WAY, 9 * DAY, Level.TWO_WAY),
        (0, TWO_WAY, 4 * DAY, Level.TWO_WAY),
        (1, ONE_WAY, DAY, Level.NONE),
        (1, TWO_WAY, 9 * DAY, Level.NONE),
    ],
)
def test_the_level_follows_the_money_and_the_days(
    balance: int, standing: Standing, after: timedelta, wanted: Level
) -> None:
    judged = verdict(with_left(balance, standing=standing), now=NOON + after)

    assert judged.standing.level is wanted
    assert judged.standing.version == standing.version + (wanted is not standing.level)


@pytest.mark.parametrize("state", [AccountState.PENDING, AccountState.CLOSING, AccountState.CLOSED])
def test_who_is_not_in_service_is_not_stopped(state: AccountState) -> None:
    fresh = verdict(with_left(0, state=state))
    stopped = verdict(with_left(-1, state=state, standing=ONE_WAY))

    assert fresh == Verdict(Standing())
    assert stopped.standing == Standing(Level.NONE, 2)


def test_the_third_day_is_when_it_looks_again() -> None:
    judged = verdict(with_left(0))

    assert judged == Verdict(ONE_WAY, STOPPED_FOR_ARREARS, NOON + 3 * DAY)


def test_both_ways_is_the_last_word() -> None:
    judged = verdict(with_left(0, standing=ONE_WAY), now=NOON + 3 * DAY)

    assert (judged.text, judged.look_again_at) == ("", None)
    assert judged.standing.since == NOON


def test_whoever_paid_and_is_gone_again_has_three_days_again() -> None:
    paid = verdict(with_left(5000, standing=TWO_WAY), now=NOON + 9 * DAY)
    gone = verdict(with_left(0, standing=paid.standing), now=NOON + 20 * DAY)

    assert gone.standing == Standing(Level.ONE_WAY, 4, NOON + 20 * DAY)


@pytest.mark.holds("T10")
def test_a_kept_number_that_cannot_pay_is_stopped_both_ways_at_once() -> None:
    kept = Kept(NOON - DAY)

    assert verdict(with_left(-1, kept=kept)).standing.level is Level.TWO_WAY
    assert verdict(with_left(1, kept=kept)).standing.level is Level.NONE
    assert verdict(with_left(-1, kept=Kept(NOON - DAY, NOON))).standing.level is Level.ONE_WAY


@pytest.mark.parametrize(
    ("balance", "plan_fee", "text"),
    [(999, 500, BALANCE_LOW), (1000, 500, ""), (2579, 12900, BALANCE_LOW), (2580, 12900, "")],
)
def test_she_is_reminded_below_ten_yuan_or_a_fifth_of_the_plan(
    balance: int, plan_fee: int, text: str
) -> None:
    judged = verdict(with_left(balance), plan_fee=plan_fee)

    assert judged.text == text


def test_she_is_reminded_once_a_day_and_three_times() -> None:
    account, told, now = with_left(500), [], NOON - timedelta(hours=4)
    for _ in range(10):
        judged = verdict(account, now=now)
        told.append(judged.text)
        account = replace(account, standing=judged.standing)
        now += timedelta(hours=12)

    assert told == [BALANCE_LOW, "", BALANCE_LOW, "", BALANCE_LOW, "", "", "", "", ""]


def test_the_next_reminder_comes_at_ten_the_next_day() -> None:
    first = verdict(with_left(500))
    later = verdict(with_left(400, standing=first.standing))
    last = verdict(with_left(400, standing=Standing(reminders=2)))

    assert (first.look_again_at, later.look_again_at) == (TOMORROW_AT_TEN, TOMORROW_AT_TEN)
    assert first.standing == Standing(reminders=1, reminded_on=TODAY)
    assert (last.text, last.look_again_at) == (BALANCE_LOW, None)


def test_enough_money_lets_reminders_begin_anew() -> None:
    judged = verdict(with_left(1000, standing=Standing(reminders=3, reminded_on=TODAY)))

    assert judged.standing == Standing()
