"""Long distance and roaming of a number: each switched by itself, kept, said, and over in time."""

from datetime import timedelta

import pytest
from shop_of_accounts import Shop

from accounts.subscribers.domain.abroad import OFF, AbroadService, Permission
from accounts.subscribers.domain.steps import SetAbroad
from accounts.subscribers.domain.subscriber import Subscriber
from boss.accounts.v1.events_pb2 import SubscriberChanged
from kernel.errors import Refusal
from kernel.ids import new_id

ROAMING, LONG_DISTANCE = AbroadService.ROAMING, AbroadService.LONG_DISTANCE
OPEN = Permission(is_open=True)


async def opened(shop: Shop) -> Subscriber:
    return await shop.opens((await shop.registers()).customer.id)


async def said(shop: Shop, subscriber_id: str) -> list[tuple[bool, bool]]:
    return [
        (one.long_distance.open, one.roaming.open)
        for one in await shop.said_about(subscriber_id)
        if isinstance(one, SubscriberChanged) and one.what == "abroad_changed"
    ]


@pytest.mark.holds("R-ROAM-1")
async def test_it_is_off_unless_switched_on(shop: Shop) -> None:
    number = await opened(shop)

    assert (number.abroad.long_distance, number.abroad.roaming) == (OFF, OFF)


async def test_each_is_switched_by_itself_and_once(shop: Shop) -> None:
    number = await opened(shop)
    until = Permission(is_open=True, until=shop.now + timedelta(days=30))
    order = shop.order()

    await order.does(SetAbroad(number.id, ROAMING, until))
    await order.repeats(0, SetAbroad(number.id, ROAMING, until))
    await shop.order().does(SetAbroad(number.id, LONG_DISTANCE, OPEN))
    await shop.order().does(SetAbroad(number.id, LONG_DISTANCE, OPEN))
    kept = await shop.sees(number.id)
    await shop.order().does(SetAbroad(number.id, ROAMING, OFF))

    assert (kept.abroad.long_distance, kept.abroad.roaming) == (OPEN, until)
    assert (await shop.sees(number.id)).abroad.roaming == OFF
    assert await said(shop, number.id) == [(False, True), (True, True), (True, False)]


async def test_nobody_switches_for_a_number_there_is_not(shop: Shop) -> None:
    with pytest.raises(Refusal) as refusal:
        await shop.order().does(SetAbroad(new_id(), ROAMING, OPEN))

    assert refusal.value.code == "NO_SUCH_SUBSCRIBER"


async def test_who_is_gone_gets_nothing(shop: Shop) -> None:
    number = await opened(shop)
    await shop.terminates(number)

    with pytest.raises(Refusal) as refusal:
        await shop.order().does(SetAbroad(number.id, ROAMING, OPEN))

    assert refusal.value.code == "STATE_NOT_ALLOWED"
