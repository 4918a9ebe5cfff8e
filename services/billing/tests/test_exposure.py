"""Credit control of postpaid accounts as a table on the clock (rules 4.5)."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from house_of_billing import ANNA, NOON
from hypothesis import assume, given
from hypothesis import strategies as st
from test_storage import account_of

from billing.accounts.domain.account import Account, AccountState, Standing, credited
from billing.accounts.domain.control import Verdict
from billing.accounts.domain.credit import Credit, PaymentType
from billing.accounts.domain.kept import Kept
from billing.accounts.domain.level import Level, WantedFor
from billing.accounts.domain.waiver import is_waived
from billing.credit.processes.exposure import (
    CREDIT_LOW,
    STOPPED_FOR_EXPOSURE,
    TABLE,
    Case,
    has_nothing_to_say,
    judge,
)
from kernel.money import fen

LIMIT = 10_000
TODAY = date(2026, 11, 22)
THIS_MONTH, LAST_MONTH = date(2026, 11, 1), date(2026, 10, 1)
NEXT_MONTH = datetime.fromisoformat("2026-11-30T16:00:00+00:00")
TOMORROW_AT_TEN = datetime.fromisoformat("2026-11-23T02:00:00+00:00")
DAY = timedelta(days=1)
ONE_WAY = Standing(Level.ONE_WAY, 1, NOON)
TWO_WAY = Standing(Level.TWO_WAY, 2, NOON)
HIGH = Credit(fen(LIMIT), high_use_in=THIS_MONTH)
STOPPED_FOR_HIGH_USE = Standing(Level.ONE_WAY, 1)
USUAL = Credit(fen(LIMIT))


def owing(unpaid: int, *, credit: Credit = USUAL, **changes: object) -> Account:
    account = replace(
        account_of(ANNA),
        payment_type=PaymentType.POSTPAID,
        state=AccountState.OPEN,
        balance=fen(-unpaid),
        credit=credit,
    )
    return replace(account, **changes)  # type: ignore[arg-type]  # whatever a test changes


@pytest.mark.parametrize(
    ("unpaid", "standing", "after", "wanted"),
    [
        (-500, Standing(), timedelta(), Level.NONE),
        (LIMIT, Standing(), timedelta(), Level.NONE),
        (LIMIT + 1, Standing(), timedelta(), Level.ONE_WAY),
        (LIMIT + 1, ONE_WAY, 3 * DAY - timedelta(seconds=1), Level.ONE_WAY),
        (LIMIT + 1, ONE_WAY, 3 * DAY, Level.TWO_WAY),
        (LIMIT + 1, TWO_WAY, 4 * DAY, Level.TWO_WAY),
        (LIMIT, ONE_WAY, DAY, Level.NONE),
        (LIMIT, TWO_WAY, 9 * DAY, Level.NONE),
    ],
)
def test_the_level_follows_what_is_owed_and_the_days(
    unpaid: int, standing: Standing, after: timedelta, wanted: Level
) -> None:
    judged = judge(owing(unpaid, standing=standing), now=NOON + after)

    assert judged.standing.level is wanted
    assert judged.standing.version == standing.version + (wanted is not standing.level)


def test_beyond_the_limit_she_is_told_and_it_looks_again_on_the_third_day() -> None:
    judged = judge(owing(LIMIT + 1), now=NOON)

    assert judged == Verdict(ONE_WAY, STOPPED_FOR_EXPOSURE, NOON + 3 * DAY)


def test_whoever_paid_down_and_is_over_limit_again_has_three_days_again() -> None:
    paid = judge(owing(0, standing=TWO_WAY), now=NOON + 9 * DAY)
    again = judge(owing(LIMIT + 1, standing=paid.standing), now=NOON + 20 * DAY)

    assert paid.standing == Standing(Level.NONE, 3)
    assert again.standing == Standing(Level.ONE_WAY, 4, NOON + 20 * DAY)


def test_without_a_limit_nothing_may_be_owed() -> None:
    assert judge(owing(0, credit=Credit()), now=NOON) == Verdict(Standing())
    assert judge(owing(1, credit=Credit()), now=NOON).standing == ONE_WAY


@pytest.mark.parametrize("state", [AccountState.PENDING, AccountState.CLOSING, AccountState.CLOSED])
def test_who_is_not_in_service_is_not_stopped(state: AccountState) -> None:
    fresh = judge(owing(LIMIT + 1, state=state), now=NOON)
    stopped = judge(owing(LIMIT + 1, state=state, standing=ONE_WAY), now=NOON)

    assert fresh.standing == Standing()
    assert stopped == Verdict(Standing(Level.NONE, 2))


def test_a_kept_number_that_is_over_limit_its_limit_is_stopped_both_ways_at_once() -> None:
    kept = Kept(NOON - DAY)

    assert judge(owing(LIMIT + 1, kept=kept), now=NOON).standing.level is Level.TWO_WAY
    assert judge(owing(LIMIT, kept=kept), now=NOON).standing.level is Level.NONE


@pytest.mark.parametrize(
    ("unpaid", "text"), [(7_999, ""), (8_000, CREDIT_LOW), (10_000, CREDIT_LOW)]
)
def test_she_is_reminded_from_four_fifths_of_her_limit_on(unpaid: int, text: str) -> None:
    judged = judge(owing(unpaid), now=NOON)

    assert judged.text == text
    assert judged.look_again_at == (TOMORROW_AT_TEN if text else None)


def test_she_is_reminded_once_a_day_and_three_times() -> None:
    account, told, now = owing(9_000), [], NOON - timedelta(hours=4)
    for _ in range(10):
        judged = judge(account, now=now)
        told.append(judged.text)
        account = replace(account, standing=judged.standing)
        now += timedelta(hours=12)

    assert told == [CREDIT_LOW, "", CREDIT_LOW, "", CREDIT_LOW, "", "", "", "", ""]


def test_below_four_fifths_reminders_begin_anew() -> None:
    told = Standing(reminders=3, reminded_on=TODAY)

    assert judge(owing(7_999, standing=told), now=NOON).standing == Standing()


def test_high_use_stops_one_way_until_the_month_is_over() -> None:
    judged = judge(owing(500, credit=HIGH), now=NOON)
    days_later = judge(owing(500, credit=HIGH, standing=judged.standing), now=NOON + 5 * DAY)
    over = judge(owing(500, credit=HIGH, standing=judged.standing), now=NEXT_MONTH)

    # She can still be called, and asked whether that is she; the notice itself was said before.
    assert judged == Verdict(STOPPED_FOR_HIGH_USE, "", NEXT_MONTH)
    assert days_later.standing == judged.standing
    assert over.standing == Standing(Level.NONE, 2)


@pytest.mark.parametrize(
    "credit",
    [
        Credit(fen(LIMIT), high_use_in=LAST_MONTH),
        Credit(fen(LIMIT), high_use_in=THIS_MONTH, high_use_settled=True),
    ],
)
def test_high_use_of_another_month_or_confirmed_stops_nobody(credit: Credit) -> None:
    assert judge(owing(500, credit=credit), now=NOON) == Verdict(Standing())


def test_the_three_days_begin_when_she_is_over_limit_the_limit_and_not_with_high_use() -> None:
    unusual = owing(500, credit=HIGH, standing=STOPPED_FOR_HIGH_USE)
    later = NOON + 5 * DAY

    beyond = judge(replace(unusual, balance=fen(-LIMIT - 1)), now=later)
    paid_a_part = judge(replace(unusual, standing=beyond.standing), now=later + DAY)

    # Another reason is another wish, and is said anew though the level is the same (R-AS-2).
    assert beyond.standing == replace(STOPPED_FOR_HIGH_USE, since=later, version=2)
    assert (beyond.standing.wanted_for, unusual.standing.wanted_for) == (
        WantedFor.ARREARS,
        WantedFor.HIGH_USAGE,
    )
    assert (beyond.text, beyond.look_again_at) == (STOPPED_FOR_EXPOSURE, later + 3 * DAY)
    assert paid_a_part.standing == replace(STOPPED_FOR_HIGH_USE, version=3)


A_STANDING = st.builds(
    Standing,
    level=st.sampled_from(Level),
    version=st.integers(0, 9),
    since=st.none() | st.integers(0, 9).map(lambda days: NOON - days * DAY),
    reminders=st.integers(0, 3),
    reminded_on=st.none() | st.just(TODAY),
)
A_CREDIT = st.builds(
    Credit,
    limit=st.integers(0, 200).map(fen),
    high_use_in=st.none() | st.sampled_from([THIS_MONTH, LAST_MONTH]),
    high_use_settled=st.booleans(),
)
A_CALM_ACCOUNT = st.builds(owing, st.integers(-200, 100), credit=A_CREDIT)
AN_ACCOUNT = st.builds(
    owing,
    st.integers(-200, 400),
    credit=A_CREDIT,
    standing=A_STANDING,
    state=st.sampled_from(AccountState),
    kept=st.none() | st.just(Kept(NOON - DAY)),
)


@given(AN_ACCOUNT)
def test_judged_twice_it_wants_the_same_and_says_it_once(account: Account) -> None:
    once = judge(account, now=NOON)
    twice = judge(replace(account, standing=once.standing), now=NOON)

    assert twice.standing == once.standing
    assert twice.text == ""


@given(A_CALM_ACCOUNT, st.integers(0, 100))
def test_where_it_has_nothing_to_say_the_table_wants_and_says_nothing_new(
    account: Account, used: int
) -> None:
    left = account.balance - fen(used)
    assume(has_nothing_to_say(account, left=left.minor, now=NOON))

    after = credited(replace(account, balance=left), account.credit, now=NOON)

    case = Case(after, NOON)
    assert next(row.wanted for row in TABLE if row.when(case)) is account.standing.level
    assert not case.is_near
    assert after.credit is account.credit


@given(AN_ACCOUNT, st.integers(0, 300), st.integers(0, 200))
def test_who_owes_more_or_may_owe_less_is_never_stopped_less(
    account: Account, more: int, less: int
) -> None:
    limit = fen(max(0, account.credit.limit.minor - less))
    worse = replace(
        account,
        balance=account.balance - fen(more),
        credit=replace(account.credit, limit=limit),
    )

    assert judge(account, now=NOON).standing.level <= judge(worse, now=NOON).standing.level


@given(AN_ACCOUNT, st.integers(0, 8))
def test_days_alone_stop_nobody_less_within_a_month(account: Account, days: int) -> None:
    today = judge(account, now=NOON)
    later = judge(replace(account, standing=today.standing), now=NOON + days * DAY)

    assert today.standing.level <= later.standing.level


def test_a_raised_limit_goes_back_when_its_time_is_over() -> None:
    raised = Credit(fen(LIMIT)).limited(fen(30_000), until=NOON + DAY)
    raised_again = raised.limited(fen(40_000), until=NOON + 2 * DAY)

    assert raised.at(NOON) is raised
    assert raised.at(NOON + DAY) == Credit(fen(LIMIT))
    assert raised_again.at(NOON + DAY).limit == fen(40_000)
    assert raised_again.at(NOON + 2 * DAY) == Credit(fen(LIMIT))
    assert raised.limited(fen(500), until=None) == Credit(fen(500))


def test_who_owes_nothing_has_paid_her_high_use() -> None:
    owes = credited(owing(1, credit=HIGH), HIGH, now=NOON)
    paid = credited(owing(0, credit=HIGH), HIGH, now=NOON)

    assert not owes.credit.high_use_settled
    assert paid.credit.high_use_settled


@pytest.mark.parametrize(
    ("account", "waived"),
    [
        (owing(0, standing=Standing(Level.TWO_WAY, 2, NEXT_MONTH - 30 * DAY)), True),
        (owing(0, standing=Standing(Level.TWO_WAY, 2, NEXT_MONTH - 29 * DAY)), False),
        (owing(0, standing=Standing()), False),
        (
            owing(
                0,
                standing=Standing(Level.TWO_WAY, 2, NEXT_MONTH - 30 * DAY),
                payment_type=PaymentType.PREPAID,
            ),
            # Pre-terminated (rules T19): no new fee either.
            True,
        ),
        (
            owing(
                0,
                standing=Standing(Level.TWO_WAY, 2, NEXT_MONTH - 30 * DAY),
                kept=Kept(NOON - DAY),
            ),
            False,
        ),
    ],
)
def test_who_was_stopped_for_thirty_days_has_no_fee(account: Account, *, waived: bool) -> None:
    assert is_waived(account, now=NEXT_MONTH) is waived
