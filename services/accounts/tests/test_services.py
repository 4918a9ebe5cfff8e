"""Supplementary services of a number: each set by itself, kept, said without numbers, and gone."""

import pytest
from shop_of_accounts import Shop

from accounts.customers.domain.steps import ReservePlace
from accounts.stock.domain.steps import ReserveSim
from accounts.subscribers.domain.steps import RestoreSubscriber, SetServiceState
from accounts.subscribers.domain.subscriber import Subscriber
from accounts.subscribers.domain.supplementary import Service, ServiceSetting, ServiceState
from boss.accounts.v1.events_pb2 import SubscriberChanged
from kernel.errors import Refusal
from kernel.ids import new_id

BORIS = "8613900000002"
FORWARDED = ServiceSetting(ServiceState.ACTIVE, BORIS, 15)
WAITING = ServiceSetting(ServiceState.ACTIVE)
NONE = ServiceSetting()


async def opened(shop: Shop) -> Subscriber:
    return await shop.opens((await shop.registers()).customer.id)


async def said(shop: Shop, subscriber_id: str) -> list[list[tuple[str, str, str]]]:
    return [
        [(each.service, each.state, each.number) for each in one.services]
        for one in await shop.said_about(subscriber_id)
        if isinstance(one, SubscriberChanged) and one.what == "services_changed"
    ]


async def test_each_is_set_by_itself_and_once_and_no_event_says_to_whom(shop: Shop) -> None:
    number, order = await opened(shop), shop.order()

    await order.does(SetServiceState(number.id, Service.CFNRY, FORWARDED))
    await order.repeats(0, SetServiceState(number.id, Service.CFNRY, FORWARDED))
    await shop.order().does(SetServiceState(number.id, Service.CW, WAITING))
    await shop.order().does(SetServiceState(number.id, Service.CW, WAITING))
    kept = await shop.sees(number.id)
    await shop.order().does(SetServiceState(number.id, Service.CFNRY, NONE))

    assert number.services == {}
    assert kept.services == {Service.CFNRY: FORWARDED, Service.CW: WAITING}
    assert (await shop.sees(number.id)).services == {Service.CW: WAITING}
    forwarded, waiting = ("cfnry", "active", ""), ("cw", "active", "")
    assert await said(shop, number.id) == [[forwarded], [forwarded, waiting], [waiting]]


async def test_nobody_has_a_service_of_a_number_there_is_not(shop: Shop) -> None:
    with pytest.raises(Refusal) as refusal:
        await shop.order().does(SetServiceState(new_id(), Service.CW, WAITING))

    assert refusal.value.code == "NO_SUCH_SUBSCRIBER"


async def test_who_is_gone_gets_nothing(shop: Shop) -> None:
    number = await opened(shop)
    await shop.terminates(number)

    with pytest.raises(Refusal) as refusal:
        await shop.order().does(SetServiceState(number.id, Service.CW, WAITING))

    assert refusal.value.code == "STATE_NOT_ALLOWED"


async def test_who_left_comes_back_without_any(shop: Shop) -> None:
    """As in the network, which begins anew (T26)."""
    number = await opened(shop)
    await shop.order().does(SetServiceState(number.id, Service.CW, WAITING))
    await shop.terminates(number)
    _, iccid = await shop.stocks()
    order = shop.order()

    await order.does(ReservePlace(number.holder_id))
    await order.does(ReserveSim(iccid))
    await order.does(RestoreSubscriber(number.id, iccid))

    assert (await shop.sees(number.id)).services == {}
