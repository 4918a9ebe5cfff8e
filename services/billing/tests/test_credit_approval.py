"""How far below zero an account may go: one person alone up to a height, above it by two."""

import asyncio
from datetime import datetime

import pytest
from house_of_billing import NOON, OPERATIONS, HouseOfBilling, Subscriber, fen
from hypothesis import given
from hypothesis import strategies as st
from test_adjustments import BOSS, approves, listed, rejects
from test_postpaid import DAY, LATER, LIMIT, opens, sets_limit

from billing.accounts.domain.credit import Credit
from boss.audit.v1 import events_pb2 as audit_pb2
from boss.billing.v1 import events_pb2
from kernel.ids import new_id
from kernel.money import fen as fen_of

ALONE, OF_PERSON = 200_000, 1_000_000
"""As set where nobody says otherwise."""


async def test_up_to_a_height_one_person_sets_it_alone(house: HouseOfBilling) -> None:
    await opens(house)

    done = await sets_limit(house, ALONE)

    assert not done.HasField("adjustment")
    assert done.account.credit_limit.minor == ALONE


async def test_above_it_nothing_is_set_before_a_second_person_approves(
    house: HouseOfBilling,
) -> None:
    await opens(house)

    asked = await sets_limit(house, ALONE + 1)
    before = (await house.balance(LATER)).credit_limit.minor
    waiting = await listed(house, "waiting")
    approved = await approves(house, asked, by=OPERATIONS)

    told = [one.action for one in await house.said(audit_pb2.AuditRecorded)]
    assert (asked.adjustment.state, asked.adjustment.reason_code) == ("waiting", "credit_limit")
    assert (asked.account.credit_limit.minor, before) == (LIMIT, LIMIT)
    assert waiting == [("waiting", ALONE + 1 - LIMIT)]
    assert approved.account.credit_limit.minor == ALONE + 1
    assert told[-2:] == ["credit_limit.asked", "credit_limit.approved"]
    (said,) = await house.said(events_pb2.CreditLimitChanged)
    assert said.limit.minor == ALONE + 1


async def test_who_asked_does_not_approve_and_what_is_rejected_is_not_set(
    house: HouseOfBilling,
) -> None:
    await opens(house)
    asked = await sets_limit(house, ALONE + 1, by=BOSS)

    await house.refuses("SAME_PERSON", approves(house, asked, by=BOSS))
    await rejects(house, asked)

    assert (await house.balance(LATER)).credit_limit.minor == LIMIT
    assert await house.said(events_pb2.CreditLimitChanged) == []


async def test_what_one_person_raises_in_a_day_is_summed(house: HouseOfBilling) -> None:
    await opens(house)
    for _ in range(OF_PERSON // ALONE):
        await sets_limit(house, ALONE)
        await sets_limit(house, 0)

    mine = await sets_limit(house, LIMIT + 1)
    hers = await sets_limit(house, LIMIT + 1, by=OPERATIONS)
    house.clock.instant = NOON + DAY
    tomorrow = [await sets_limit(house, 0), await sets_limit(house, LIMIT + 1)]

    assert mine.HasField("adjustment")
    assert not hers.HasField("adjustment")
    assert [one.HasField("adjustment") for one in tomorrow] == [False, False]


async def test_who_raises_many_at_once_raises_no_more(house: HouseOfBilling) -> None:
    many = [
        Subscriber(f"Number {n}", f"86139000001{n:02}", offering="postpaid-basic") for n in range(8)
    ]
    for one in many:
        await opens(house, one)

    done = await asyncio.gather(*(sets_limit(house, ALONE, account_id=one.account) for one in many))

    waiting = [one.HasField("adjustment") for one in done]
    assert waiting.count(False) == OF_PERSON // (ALONE - LIMIT)
    assert waiting.count(True) == len(many) - OF_PERSON // (ALONE - LIMIT)


async def test_lowering_it_asks_nobody_however_high_it_stays(house: HouseOfBilling) -> None:
    await opens(house)
    await approves(house, await sets_limit(house, 5 * ALONE), by=OPERATIONS)

    lowered = await sets_limit(house, 4 * ALONE)

    assert not lowered.HasField("adjustment")
    assert lowered.account.credit_limit.minor == 4 * ALONE


async def test_a_limit_for_some_time_is_approved_while_its_time_lasts(
    house: HouseOfBilling,
) -> None:
    await opens(house)
    first = await sets_limit(house, ALONE + 1, valid_until="2026-11-24")

    await approves(house, first, by=OPERATIONS)
    spending = (await house.balance(LATER)).spending
    house.clock.instant = NOON + 2 * DAY
    late = await sets_limit(house, ALONE + 2, valid_until="2026-11-24", by=BOSS)
    house.clock.instant = NOON + 30 * DAY
    refusal = await house.refuses("LIMIT_CHANGED", approves(house, late, by=OPERATIONS))
    await rejects(house, late)

    assert spending.HasField("limit_until")
    assert refusal.field is None
    assert await listed(house, "waiting") == []


@pytest.mark.parametrize("since", [0, LIMIT + 1, ALONE])
async def test_what_was_decided_since_is_not_undone_by_an_approval(
    house: HouseOfBilling, since: int
) -> None:
    await opens(house)
    asked = [await sets_limit(house, high) for high in (ALONE + 2, ALONE + 1)]
    await sets_limit(house, since)

    for one in asked:
        await house.refuses("LIMIT_CHANGED", approves(house, one, by=OPERATIONS))

    assert (await house.balance(LATER)).credit_limit.minor == since


async def test_of_two_that_wait_the_second_is_asked_for_anew_after_the_first(
    house: HouseOfBilling,
) -> None:
    await opens(house)
    higher, lower = [await sets_limit(house, high) for high in (ALONE + 2, ALONE + 1)]

    await approves(house, higher, by=OPERATIONS)
    await house.refuses("LIMIT_CHANGED", approves(house, lower, by=OPERATIONS))

    assert (await house.balance(LATER)).credit_limit.minor == ALONE + 2


async def test_more_for_some_days_does_not_end_a_limit_that_lasts_longer(
    house: HouseOfBilling,
) -> None:
    await opens(house)
    await sets_limit(house, LIMIT + 5, valid_until="2026-11-24")

    within = sets_limit(house, LIMIT + 8, valid_until="2026-11-23")
    refusal = await house.refuses("LIMIT_UNTIL_LATER", within)
    longer = await sets_limit(house, LIMIT + 8, valid_until="2026-11-25")

    assert refusal.field == "valid_until"
    assert longer.account.credit_limit.minor == LIMIT + 8


@pytest.mark.parametrize("limit", [ALONE + 1, 0])
async def test_it_is_asked_for_once_per_request(house: HouseOfBilling, limit: int) -> None:
    await opens(house)
    request_id = new_id()

    first = await sets_limit(house, limit, request_id=request_id)
    again = await sets_limit(house, limit, request_id=request_id)

    assert first == again


async def test_what_two_agreed_to_for_some_days_nobody_makes_last_longer_alone(
    house: HouseOfBilling,
) -> None:
    await opens(house)
    high = 4 * ALONE
    asked = await sets_limit(house, high, valid_until="2026-11-24")
    await approves(house, asked, by=OPERATIONS)

    for_good = await sets_limit(house, high)
    longer = await sets_limit(house, high - 1, valid_until="2099-12-31")
    shorter = await sets_limit(house, high, valid_until="2026-11-23")

    assert for_good.adjustment.state == longer.adjustment.state == "waiting"
    assert not shorter.HasField("adjustment")
    house.clock.instant = NOON + 30 * DAY
    assert (await sets_limit(house, LIMIT)).account.credit_limit.minor == LIMIT


async def test_a_low_limit_for_some_days_lets_nobody_raise_the_lasting_one_unseen(
    house: HouseOfBilling,
) -> None:
    await opens(house)
    await sets_limit(house, 0, valid_until="2026-11-24")

    raised = await sets_limit(house, ALONE + 1)

    assert raised.adjustment.amount == fen(ALONE + 1)


async def test_a_second_person_sees_how_high_and_how_long(house: HouseOfBilling) -> None:
    await opens(house)
    asked = await sets_limit(house, 900_000, valid_until="2026-11-24")
    lasting = await sets_limit(house, 500_000)

    assert (asked.adjustment.limit, asked.adjustment.limit_valid_until) == (
        fen(900_000), "2026-11-24",
    )  # fmt: skip
    assert (lasting.adjustment.limit, lasting.adjustment.limit_valid_until) == (fen(500_000), "")


MOMENTS = (NOON + DAY, NOON + 2 * DAY, NOON + 3 * DAY, None)


@given(
    before=st.tuples(st.integers(0, 9), st.integers(0, 9), st.sampled_from(MOMENTS)),
    limit=st.integers(0, 9),
    until=st.sampled_from(MOMENTS),
)
def test_who_may_owe_more_at_any_time_is_raised(
    before: tuple[int, int, datetime | None], limit: int, until: datetime | None
) -> None:
    high, lasting, end = before
    old = Credit(fen_of(lasting)).limited(fen_of(high), until=end)

    raised = old.raised_by(fen_of(limit), until=until)

    new = old.limited(fen_of(limit), until=until)
    more = max(
        new.at(moment).limit.minor - old.at(moment).limit.minor
        for moment in (NOON, *(one for one in MOMENTS if one), NOON + 9 * DAY)
    )
    assert (raised.minor > 0) == (more > 0)
