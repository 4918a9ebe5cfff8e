"""High use: more than five times the mean of three months is noticed at once (rules 4.5)."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from fake_unit_of_work import WHATEVER_IS_TOLD, FakeUnitOfWork
from house_of_billing import ANNA, BORIS, NOON
from hypothesis import given, settings
from hypothesis import strategies as st
from pretend_store import Store
from test_histories import opened
from test_storage import account_of, record

from billing.accounts.domain.account import Account, AccountState
from billing.accounts.domain.credit import Credit, PaymentType
from billing.accounts.domain.events import SmsRequested
from billing.allowances.domain.usage import UsageRecord
from billing.charging.domain.high_use import (
    FLOOR,
    ChargedMonth,
    Compared,
    compared,
    months_before,
)
from billing.charging.usecases.rate_usage import rate_usage
from kernel.money import fen

NOVEMBER = date(2026, 11, 1)
LONG_AGO = NOON - timedelta(days=400)


@pytest.mark.parametrize(
    ("used", "before", "is_high"),
    [
        (FLOOR, 0, False),
        (FLOOR + 1, 0, True),
        # A mean of 30 yuan: five times that is 150.
        (15_000_000, 9_000_000, False),
        (15_000_001, 9_000_000, True),
        # No mean is rounded: 5/3 of what was used before.
        (16_666_667, 10_000_000, True),
        (16_666_666, 10_000_000, False),
    ],
)
def test_high_is_more_than_five_times_the_mean_and_than_the_floor(
    used: int, before: int, *, is_high: bool
) -> None:
    assert Compared(used, before).is_high is is_high


def test_the_three_months_before_reach_over_the_year() -> None:
    assert months_before(date(2027, 2, 1)) == (
        date(2027, 1, 1),
        date(2026, 12, 1),
        date(2026, 11, 1),
    )


@pytest.mark.parametrize(
    ("first_day", "told"),
    [(date(2026, 8, 1), Compared(50, 1 + 2 + 4)), (date(2026, 8, 2), None)],
)
def test_who_is_new_is_not_compared_before_three_whole_months(
    first_day: date, told: Compared | None
) -> None:
    months = {7: 1000, 8: 1, 9: 2, 10: 4, 11: 50}
    charged = {
        ChargedMonth(ANNA.account, date(2026, month, 1)): cost for month, cost in months.items()
    }

    found = compared(ANNA.account, month=NOVEMBER, charged=charged, first_day=first_day)

    assert found == told


@given(st.integers(0, 10**9), st.integers(0, 10**9), st.integers(0, 10**9))
def test_more_use_is_never_less_high_and_a_dearer_past_never_more(
    used: int, before: int, more: int
) -> None:
    told = Compared(used, before)

    assert told.is_high <= Compared(used + more, before).is_high
    assert Compared(used, before + more).is_high <= told.is_high


def postpaid(who: Account) -> Account:
    return replace(
        who,
        payment_type=PaymentType.POSTPAID,
        state=AccountState.OPEN,
        credit=Credit(fen(1_000_000)),
        paid_from=LONG_AGO,
    )


def calls(quantities: Sequence[tuple[int, int]]) -> list[UsageRecord]:
    """Return calls of Anna and Boris: so many months ago, so many seconds."""
    return [
        record(
            str(number),
            subscriber_id=(ANNA, BORIS)[number % 2].id,
            started_at=NOON - timedelta(days=30 * ago),
            quantity=quantity,
            file_seq=number,
        )
        for number, (ago, quantity) in enumerate(quantities)
    ]


def rated(batches: Sequence[Sequence[UsageRecord]]) -> Store:
    # Boris has paid before: nothing is kept of what he uses.
    boris = replace(account_of(BORIS), state=AccountState.OPEN, balance=fen(10_000_000))
    store = opened(postpaid(account_of(ANNA)), boris)

    async def hear() -> None:
        for number, batch in enumerate(batches):
            await rate_usage(
                batch,
                uow=FakeUnitOfWork(store),
                batch_id=str(number),
                now=NOON,
                acceptable=WHATEVER_IS_TOLD,
            )

    asyncio.run(hear())
    return store


@settings(max_examples=100, deadline=None)
@given(
    st.data(),
    st.lists(st.tuples(st.integers(0, 5), st.integers(0, 90_000)), min_size=1, max_size=15),
)
def test_months_are_counted_alike_in_any_split_and_order_and_once(
    data: st.DataObject, quantities: list[tuple[int, int]]
) -> None:
    every = calls(quantities)
    shuffled = data.draw(st.permutations([*every, *every[:3]]))
    cut = data.draw(st.integers(0, len(shuffled)))
    split = [part for part in (shuffled[:cut], shuffled[cut:]) if part]

    at_once, in_parts = rated([every]).kept, rated(split).kept

    assert in_parts.charged == at_once.charged
    hers = [one.charge for one in at_once.usage.values() if one.account_id == ANNA.account]
    assert sum(at_once.charged.values()) == sum(one.millifen for one in hers if one)
    assert {one.account_id for one in at_once.charged} <= {ANNA.account}


def high_use_texts(store: Store) -> list[SmsRequested]:
    said = [one for one in store.kept.said if isinstance(one, SmsRequested)]
    return [one for one in said if one.template == "high_use"]


def test_it_is_noticed_once_a_month_with_what_is_used_and_what_is_usual() -> None:
    # 7 s cost 1.237 fen: three quiet months of 70 000 s, then 700 000 s and more.
    quiet = calls([(ago, 70_000) for ago in (1, 1, 2, 2, 3, 3)])
    loud = [
        record(f"loud {number}", quantity=700_000, file_seq=100 + number) for number in range(3)
    ]

    store = rated([quiet, *[[one] for one in loud]])

    (text,) = high_use_texts(store)
    assert text.parameters == {"used_fen": "123700", "usual_fen": "12370"}
    assert store.kept.accounts[ANNA.account].credit.high_use_in == NOVEMBER


def test_late_records_of_last_month_are_not_this_months_use() -> None:
    late = record("late", quantity=700_000, started_at=datetime(2026, 10, 31, 4, tzinfo=UTC))

    store = rated([[late]])

    assert high_use_texts(store) == []
    assert list(store.kept.charged) == [ChargedMonth(ANNA.account, date(2026, 10, 1))]
