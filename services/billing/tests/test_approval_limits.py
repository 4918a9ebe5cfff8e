"""What one person moves by hand is summed by person, account and day; more takes a second."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from house_of_billing import ANNA, BORIS, CLERK, OPERATIONS, SUPERVISOR, HouseOfBilling, fen
from test_adjustments import approves, asks
from test_deposits import takes
from test_gifts import books, grants

from billing.ledger.domain.approval import ApprovalLimits, MovedAlone
from boss.billing.v1 import commands_pb2
from kernel.caller import Caller
from kernel.ids import new_id
from kernel.money import fen as money
from runtime.rpc.calling import acting

ANOTHER = Caller("another clerk", frozenset({"clerk"}), channel="hall", staff=True)
ONCE, PERSON, ACCOUNT = 10_000, 50_000, 20_000
"""Fen, as the settings say."""
MANY = [type(ANNA)(f"number {number}", f"86139000001{number:02d}") for number in range(8)]


async def goodwill(house: HouseOfBilling, who: Any, amount: int, *, by: Caller = CLERK) -> str:
    """Give it by hand; return whether it is booked or waits."""
    answer = await asks(house, amount, by=by, account_id=who.account, reason_code="goodwill")
    return str(answer.adjustment.state)


async def returns(house: HouseOfBilling, book_id: str, *, by: Caller = CLERK) -> Any:
    request = commands_pb2.ReturnDepositRequest(
        request_id=new_id(), account_id=ANNA.account, book_id=book_id, reason="she leaves"
    )
    with acting(by):
        return await house.commands.ReturnDeposit(request, None)


async def test_thirty_times_a_hundred_yuan_take_a_second_person(house: HouseOfBilling) -> None:
    await house.has(ANNA, left=100)

    states = [await goodwill(house, ANNA, ONCE) for _ in range(30)]

    assert states == ["booked"] * 2 + ["waiting"] * 28
    assert await house.left(ANNA) == 100 + ACCOUNT


async def test_spread_over_accounts_one_person_comes_no_further(house: HouseOfBilling) -> None:
    for who in MANY:
        await house.has(who, left=100)

    states = [await goodwill(house, who, ONCE) for who in MANY]
    of_another = await goodwill(house, MANY[-1], ONCE, by=ANOTHER)

    assert states == ["booked"] * 5 + ["waiting"] * 3
    assert of_another == "booked"


async def test_several_people_come_no_further_with_one_account(house: HouseOfBilling) -> None:
    await house.has(ANNA, left=100)

    states = [await goodwill(house, ANNA, ONCE, by=one) for one in (CLERK, ANOTHER, SUPERVISOR)]

    assert states == ["booked", "booked", "waiting"]


async def test_whoever_has_the_tool_says_other_names_and_comes_no_further(
    house: HouseOfBilling,
) -> None:
    for who in MANY:
        await house.has(who, left=100)
    named = (
        Caller(f"{one} (bossctl)", frozenset({"operations"}), staff=True) for one in "abcdefgh"
    )

    states = [
        await goodwill(house, who, ONCE, by=by) for who, by in zip(MANY * 3, named, strict=False)
    ]

    assert states.count("booked") == PERSON // ONCE


async def test_many_at_once_are_not_more(house: HouseOfBilling) -> None:
    for who in MANY:
        await house.has(who, left=100)

    states = await asyncio.gather(*[goodwill(house, who, ONCE) for who in MANY * 3])

    assert states.count("booked") == PERSON // ONCE
    assert sum([await house.left(who) for who in MANY]) == 100 * len(MANY) + PERSON


async def test_another_day_begins_anew_in_shanghai(house: HouseOfBilling) -> None:
    await house.has(ANNA, left=100)
    first = [await goodwill(house, ANNA, ONCE) for _ in range(3)]

    await house.turns_clock_to(house.clock.now() + timedelta(hours=11, minutes=59))
    same_day = await goodwill(house, ANNA, 1)
    await house.turns_clock_to(house.clock.now() + timedelta(minutes=1))
    next_day = await goodwill(house, ANNA, ONCE)

    assert first == ["booked", "booked", "waiting"]
    assert (same_day, next_day) == ("waiting", "booked")


async def test_what_is_taken_counts_like_what_is_given(house: HouseOfBilling) -> None:
    await house.has(ANNA, left=100)
    states = [(await asks(house, amount)).adjustment.state for amount in (ONCE, -ONCE, ONCE)]

    assert states == ["booked", "booked", "waiting"]


async def test_what_a_second_person_agreed_to_counts_for_nobody(house: HouseOfBilling) -> None:
    await house.has(ANNA, left=100)
    await approves(house, await asks(house, 900_000))

    assert await goodwill(house, ANNA, ONCE) == "booked"
    assert await goodwill(house, ANNA, ONCE, by=SUPERVISOR) == "booked"


async def test_a_refusal_uses_up_nothing(house: HouseOfBilling) -> None:
    await house.has(ANNA, left=100)
    for _ in range(5):
        await house.refuses("FIELD_NOT_VALID", asks(house, -ONCE, reason_code="goodwill"))

    assert [await goodwill(house, ANNA, ONCE) for _ in range(2)] == ["booked"] * 2


async def test_gifts_adjustments_and_deposits_are_one_sum(house: HouseOfBilling) -> None:
    await house.has(ANNA, left=100)
    deposit = (await takes(house, amount=fen(ONCE))).book

    gift = await grants(house, amount=fen(ONCE), by=SUPERVISOR)
    given = await goodwill(house, ANNA, ONCE)
    back = await returns(house, deposit.id)

    assert not gift.HasField("adjustment")
    assert given == "booked"
    assert (back.adjustment.state, back.adjustment.reason_code) == ("waiting", "deposit")
    assert (back.amount.minor, back.adjustment.amount) == (0, fen(-ONCE))


async def test_a_gift_above_the_limit_is_given_by_a_second_person(house: HouseOfBilling) -> None:
    await house.has(ANNA, left=100)
    said: dict[str, Any] = {
        "kind": "promotional_gift",
        "months": 3,
        "valid_until": "2027-02-28",
    }
    answer = await grants(house, amount=fen(30_000), **said)
    before = await books(house)
    await house.refuses("SAME_PERSON", approves(house, answer, by=SUPERVISOR))

    done = await approves(house, answer, by=OPERATIONS)

    assert (list(answer.books), answer.adjustment.state) == ([], "waiting")
    assert before == (100, [])
    assert (done.adjustment.state, done.adjustment.reason_code) == ("booked", "gift")
    assert await house.left(ANNA) == 100 + 10_000
    assert (await house.totals()).sum_minor == 0
    await house.refuses("STATE_NOT_ALLOWED", approves(house, answer, by=OPERATIONS))


async def test_a_deposit_above_the_limit_is_returned_by_a_second_person(
    house: HouseOfBilling,
) -> None:
    await house.has(ANNA, left=100)
    deposit = (await takes(house, amount=fen(30_000))).book
    waiting = await returns(house, deposit.id)
    held = await books(house)

    done = await approves(house, waiting, by=SUPERVISOR)

    assert held[1] != []
    assert (done.adjustment.state, await books(house)) == ("booked", (100, []))
    assert (await house.totals()).sum_minor == 0


async def test_what_was_returned_meanwhile_is_not_returned_again(house: HouseOfBilling) -> None:
    await house.has(ANNA, left=100)
    deposit = (await takes(house, amount=fen(30_000))).book
    twice = [await returns(house, deposit.id) for _ in range(2)]
    await approves(house, twice[0], by=SUPERVISOR)

    await house.refuses("DEPOSIT_UNKNOWN", approves(house, twice[1], by=SUPERVISOR))

    assert (await house.totals()).sum_minor == 0


async def test_a_gift_whose_time_is_over_is_not_given(house: HouseOfBilling) -> None:
    await house.has(BORIS, left=100)
    await house.has(ANNA, left=100)
    said: dict[str, Any] = {
        "kind": "dedicated_gift",
        "items": ["plan"],
        "valid_until": "2026-11-30",
    }
    waiting = await grants(house, amount=fen(30_000), **said)
    house.clock.instant += timedelta(days=20)

    refusal = await house.refuses("FIELD_NOT_VALID", approves(house, waiting, by=OPERATIONS))

    assert refusal.field == "valid_until"


@pytest.mark.parametrize(
    ("amount", "by_person", "for_account", "how"),
    [
        (100, 0, 0, "alone"),
        (101, 0, 0, "with a second"),
        (100, 400, 100, "alone"),
        (100, 401, 0, "with a second"),
        (100, 0, 101, "with a second"),
        (1, 500, 0, "with a second"),
    ],
)
def test_each_limit_holds_by_itself(
    amount: int, by_person: int, for_account: int, how: str
) -> None:
    limits = ApprovalLimits(money(100), money(500), money(200))

    moved = MovedAlone(money(by_person), money(for_account))
    assert limits.allow(money(amount), moved=moved) is (how == "alone")
