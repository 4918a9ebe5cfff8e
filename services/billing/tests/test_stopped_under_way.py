"""Stops and closings reach what is under way: it is granted nothing more."""

from datetime import timedelta
from typing import Any

import pytest
from asking import Asking
from house_of_billing import ANNA, HouseOfBilling

from boss.billing.v1 import commands_pb2
from boss.values.v1 import values_pb2

A_CALL = {"kind": "voice", "units": 300}
A_SESSION = {"kind": "data", "peer": "", "access_point": "ctnet", "units": 10_000_000}


async def is_kept(house: HouseOfBilling) -> None:
    away = commands_pb2.StartKeeping(account_id=ANNA.account, subscriber_id=ANNA.id)
    await house.does(start_keeping=away)


async def is_in_arrears(house: HouseOfBilling) -> None:
    left = await house.left(ANNA)
    await house.hears(house.call(ANNA, seconds=60 * (left // 15 + 1)))
    assert await house.level(ANNA) == "ONE_WAY"


async def is_lost(house: HouseOfBilling) -> None:
    level = values_pb2.BARRING_LEVEL_TWO_WAY
    await house.hears_of(ANNA, version=2, level=level, occurred_at=house.moment())


async def is_stopped_by_the_operator(house: HouseOfBilling) -> None:
    level = values_pb2.BARRING_LEVEL_ONE_WAY
    await house.hears_of(ANNA, version=2, level=level, occurred_at=house.moment())


async def has_left(house: HouseOfBilling) -> None:
    await house.does(close_account=commands_pb2.CloseAccount(account_id=ANNA.account))


async def hers(house: HouseOfBilling) -> int:
    """What is left, and what is payable back to her who has left."""
    account = await house.balance(ANNA)
    return int(account.balance.minor + account.payable_back.minor)


@pytest.mark.parametrize(
    ("stops", "code"),
    [
        (is_kept, "SUBSCRIBER_STOPPED"),
        (is_in_arrears, "SUBSCRIBER_STOPPED"),
        (is_lost, "SUBSCRIBER_STOPPED"),
        (is_stopped_by_the_operator, "SUBSCRIBER_STOPPED"),
        (has_left, "RESERVATION_EXPIRED"),
    ],
)
@pytest.mark.parametrize("use", [A_CALL, A_SESSION])
async def test_a_use_under_way_is_granted_no_more_once_she_is_stopped(
    house: HouseOfBilling, use: dict[str, Any], stops: Any, code: str
) -> None:
    await house.has(ANNA, left=1000)
    asking = Asking(house)
    said = {name: value for name, value in use.items() if name != "units"}
    call = house.call(ANNA, seconds=60)
    grant = await asking.reserves(ANNA, use["units"], **said)
    house.clock.instant += timedelta(minutes=1)

    await stops(house)

    await house.refuses(code, asking.extends(grant, 2 * use["units"]))
    # What was used until she was stopped is told and charged all the same.
    await asking.commits(grant, 60, record_id=call.record_id)
    before = await hers(house)
    await house.hears(call)
    assert await hers(house) == before - 15
    assert await house.rows("reservation") == 0


async def test_who_may_use_no_data_any_more_goes_on_calling(house: HouseOfBilling) -> None:
    await house.has(ANNA, left=1000)
    asking = Asking(house)
    data = {name: value for name, value in A_SESSION.items() if name != "units"}
    session = await asking.reserves(ANNA, 1_000_000, **data)
    call = await asking.reserves(ANNA, 60, kind="voice")
    level = values_pb2.BARRING_LEVEL_DATA_ONLY

    await house.hears_of(ANNA, version=2, level=level, occurred_at=house.moment())

    await house.refuses("SUBSCRIBER_STOPPED", asking.extends(session, 2_000_000))
    assert await asking.extends(call, 120)


async def test_who_is_served_again_calls_before_billing_has_heard_of_it(
    house: HouseOfBilling,
) -> None:
    """None begins while the network bars it: what billing heard last is no judge of that."""
    await house.has(ANNA, left=1000)
    asking = Asking(house)
    await is_lost(house)

    assert await asking.reserves(ANNA, 300, kind="voice")
