"""Who left is back in the same month (复机): the account goes on as before (R-TM-6)."""

from datetime import timedelta
from typing import Any

import pytest
from house_of_billing import ANNA, NOON, HouseOfBilling, Order
from test_deposits import takes
from test_gifts import books, grants

from boss.billing.v1 import commands_pb2


async def leaves(house: HouseOfBilling) -> Order:
    return await house.does(close_account=commands_pb2.CloseAccount(account_id=ANNA.account))


def back(closing: Order, **changes: Any) -> commands_pb2.ReopenAccount:
    said = {"account_id": ANNA.account, "subscriber_id": ANNA.id, "closed_by": closing.id}
    return commands_pb2.ReopenAccount(**(said | changes))


@pytest.mark.holds("R-TM-6")
async def test_what_was_left_is_there_again_with_gifts_and_deposits(house: HouseOfBilling) -> None:
    await house.has(ANNA, left=1000)
    await grants(house)
    await takes(house)
    before = await books(house)

    closing = await leaves(house)
    closed = await books(house)
    await house.does(reopen_account=back(closing))

    assert (before, closed[0]) == (
        (1000, [("month_gift", 300), ("deposit", 5000)]), 0,
    )  # fmt: skip
    assert await books(house) == before
    assert (await house.balance(ANNA)).state == "open"
    assert (await house.totals()).sum_minor == 0


async def test_she_pays_nothing_twice_for_the_month_and_the_next_as_ever(
    house: HouseOfBilling,
) -> None:
    await house.has(ANNA, left=9000)
    closing = await leaves(house)
    house.clock.instant += timedelta(days=2)

    await house.does(reopen_account=back(closing))
    again = await house.left(ANNA)
    await house.turns_clock_to(NOON + timedelta(days=31))

    assert again == 9000
    assert await house.left(ANNA) == 9000 - 500
    await house.turns_clock_to(NOON + timedelta(days=100))
    assert (await house.balance(ANNA)).state == "open"


async def test_reopening_is_taken_back_and_then_never_comes(house: HouseOfBilling) -> None:
    await house.has(ANNA, left=1000)
    await grants(house)
    closing = await leaves(house)
    order = await house.does(reopen_account=back(closing))

    await order.undoes()

    assert (await house.balance(ANNA)).state == "closing"
    assert await house.left(ANNA) == 0
    await house.refuses("STEP_TAKEN_BACK", order.asks(0))


async def test_once_is_once(house: HouseOfBilling) -> None:
    await house.has(ANNA, left=1000)
    closing = await leaves(house)
    order = await house.does(reopen_account=back(closing))

    await order.asks(0)

    assert await house.left(ANNA) == 1000


async def test_who_is_in_service_is_not_reopened(house: HouseOfBilling) -> None:
    await house.has(ANNA, left=1000)

    await house.refuses("STATE_NOT_ALLOWED", house.does(reopen_account=back(Order(house))))

    assert await house.left(ANNA) == 1000


async def test_which_order_closed_it_must_be_said(house: HouseOfBilling) -> None:
    await house.has(ANNA, left=1000)
    closing = await leaves(house)

    refused = await house.refuses(
        "FIELD_NOT_VALID", house.does(reopen_account=back(closing, closed_by="yesterday"))
    )

    assert refused.field == "step.reopen_account.closed_by"


async def test_who_left_while_the_number_was_kept_is_not_kept_any_more(
    house: HouseOfBilling,
) -> None:
    await house.has(ANNA, left=9000)
    keeping = commands_pb2.StartKeeping(account_id=ANNA.account, subscriber_id=ANNA.id)
    await house.does(start_keeping=keeping)
    closing = await leaves(house)

    await house.does(reopen_account=back(closing))
    await house.turns_clock_to(NOON + timedelta(days=31))

    assert await house.left(ANNA) == 9000 - 500
