"""What accounts answers: facts of one moment, subscribers page by page, nobody else's."""

from dataclasses import replace
from datetime import date

import pytest
from shop_of_accounts import CLERK, Shop, customer_asks

from accounts.customers.wire import customer_in_full, masked_customer
from accounts.subscribers.domain.stop import Level, Stop, StopReason
from accounts.subscribers.usecases.read_subscriber import list_subscribers, read_subscriber
from accounts.subscribers.wire import subscriber_message
from boss.values.v1 import values_pb2
from kernel.caller import SYSTEM, Caller
from kernel.errors import NotAllowed, NotFound
from kernel.ids import new_id
from kernel.numbering import Msisdn
from runtime.rpc.calling import acting, current_caller


async def test_facts_are_everything_an_order_is_about(shop: Shop) -> None:
    anna, boris = await shop.registers(), await shop.registers()
    number = await shop.opens(anna.customer.id)
    await shop.stops(number, Stop(StopReason.LOST, Level.TWO_WAY))
    proof = await shop.checks(anna)
    msisdn, iccid = await shop.stocks()

    facts = await shop.facts(
        subscriber_id=number.id,
        customer_ids=[boris.customer.id],
        msisdns=[msisdn.value, "86139"],
        iccids=[iccid.value],
        proof_ids=[proof.id, new_id()],
    )

    assert facts.subscriber == await shop.sees(number.id)
    assert facts.subscriber.state == "voluntary_suspended"
    assert {one.customer.id: one.numbers for one in facts.customers} == {
        anna.customer.id: 1, boris.customer.id: 0,
    }  # fmt: skip
    assert [one.customer for one in facts.customers if one.numbers] == [anna.customer]
    assert [one.msisdn for one in facts.numbers] == [msisdn]
    assert [one.iccid for one in facts.cards] == [iccid]
    assert list(facts.proofs) == [proof]


async def test_facts_of_who_has_left_say_what_stopped_them_then(shop: Shop) -> None:
    number = await shop.opens((await shop.registers()).customer.id)
    await shop.stops(number, Stop(StopReason.FRAUD, Level.TWO_WAY))
    await shop.terminates(number)

    left = (await shop.facts(subscriber_id=number.id)).subscriber
    assert left is not None
    message = subscriber_message(left)

    assert left.stops == frozenset()
    (ended,) = message.stops_at_end
    assert (ended.stop.reason, bool(ended.order_id)) == (values_pb2.STOP_REASON_FRAUD, True)


async def test_facts_are_read_of_who_has_a_paper_for_good(shop: Shop) -> None:
    """A long-term paper (长期) is written as the last day there is; rows say it as infinity."""
    anna = await shop.registers(until=date.max)

    facts = await shop.facts(customer_ids=[anna.customer.id])

    assert [one.customer.paper_valid_until for one in facts.customers] == [date.max]


async def test_facts_of_nothing_are_empty(shop: Shop) -> None:
    facts = await shop.facts()

    assert facts.subscriber is None
    assert [*facts.customers, *facts.numbers, *facts.cards, *facts.proofs] == []


async def test_facts_of_nobody_are_refused(shop: Shop) -> None:
    with pytest.raises(NotFound) as refusal:
        await shop.facts(subscriber_id=new_id())

    assert refusal.value.code == "NO_SUCH_SUBSCRIBER"


async def test_what_is_not_hers_is_not_yours(shop: Shop) -> None:
    anna, boris = await shop.registers(), await shop.registers()
    number = await shop.opens(boris.customer.id)
    asks = customer_asks(anna.customer.id)

    async def lists(customer_id: str) -> object:
        return await list_subscribers(
            customer_id=customer_id, after_id="", limit=9, caller=asks, uow=shop.uow
        )

    asked = [
        shop.facts(asks, subscriber_id=number.id),
        shop.facts(asks, customer_ids=[boris.customer.id]),
        read_subscriber(number.id, caller=asks, uow=shop.uow),
        read_subscriber(number.number.msisdn, caller=asks, uow=shop.uow),
        # The same is said of what is not there.
        shop.facts(asks, subscriber_id=new_id()),
        read_subscriber(new_id(), caller=asks, uow=shop.uow),
        read_subscriber(Msisdn("8613900109999"), caller=asks, uow=shop.uow),
        read_subscriber(new_id(), caller=replace(asks, customer_id=""), uow=shop.uow),
        lists(boris.customer.id),
        lists(""),
    ]
    for question in asked:
        with pytest.raises(NotAllowed) as refusal:
            await question
        assert refusal.value.code == "NOT_YOURS"


async def test_a_customer_who_says_system_is_still_a_customer(shop: Shop) -> None:
    anna, boris = await shop.registers(), await shop.registers()
    asks = replace(customer_asks(anna.customer.id), channel="system")

    with pytest.raises(NotAllowed) as refusal:
        await shop.facts(asks, customer_ids=[boris.customer.id])

    assert refusal.value.code == "NOT_YOURS"


async def test_what_is_hers_is_answered(shop: Shop) -> None:
    anna = await shop.registers()
    number = await shop.opens(anna.customer.id)
    asks = customer_asks(anna.customer.id)

    assert (await shop.facts(asks, subscriber_id=number.id)).subscriber == number
    assert await read_subscriber(number.card.imsi, caller=asks, uow=shop.uow) == number
    found = await list_subscribers(
        customer_id=anna.customer.id, after_id="", limit=9, caller=asks, uow=shop.uow
    )
    assert list(found) == [number]


async def test_subscribers_come_page_by_page_and_each_once(shop: Shop) -> None:
    anna = await shop.registers()
    numbers = {(await shop.opens(anna.customer.id)).id for _ in range(3)}
    undone, order = await shop.registers(), shop.order()
    opening = await shop.holds(order, undone.customer.id)
    await order.does(opening)
    await order.takes_all_back()

    seen: list[str] = []
    after = min(numbers)
    while page := await list_subscribers(
        customer_id="", after_id=after, limit=1, caller=SYSTEM, uow=shop.uow
    ):
        seen.extend(one.id for one in page)
        after = page[-1].id

    assert seen == sorted(set(seen))
    assert numbers - {min(numbers)} <= set(seen)
    assert opening.subscriber_id not in seen
    with pytest.raises(NotFound):
        await read_subscriber(opening.subscriber_id, caller=CLERK, uow=shop.uow)


async def test_names_and_papers_are_masked_unless_asked_in_full(shop: Shop) -> None:
    anna = await shop.registers()

    masked, full = masked_customer(anna), customer_in_full(anna)

    number = anna.customer.paper.number
    assert (masked.name, full.name) == ("张*", "张伟")
    assert masked.paper_number == f"{number[:3]}***********{number[-4:]}"
    assert full.paper_number == number
    assert (masked.contact_phone, masked.address) == ("138****1234", "北京市东城区***")
    assert masked.real_name_checked


async def test_a_subscriber_is_shown_with_its_stops(shop: Shop) -> None:
    number = await shop.opens((await shop.registers()).customer.id)
    await shop.stops(number, Stop(StopReason.ARREARS, Level.ONE_WAY))

    shown = subscriber_message(await shop.sees(number.id))

    assert [(one.reason, one.level) for one in shown.stops] == [
        (values_pb2.STOP_REASON_ARREARS, values_pb2.BARRING_LEVEL_ONE_WAY)
    ]
    assert shown.HasField("suspended_since")
    assert not shown.HasField("suspended_until")


@pytest.mark.parametrize("role", ["payer", "customer", "nobody"])
def test_nobody_is_the_system_by_a_channel(role: str) -> None:
    with acting(Caller(role, frozenset({role}), "system")):
        asks = current_caller()

    with pytest.raises(NotAllowed) as refusal:
        asks.must_work_here()
    with pytest.raises(NotAllowed):
        asks.must_own(new_id())
    assert refusal.value.code == "STAFF_ONLY"
    current_caller().must_work_here()
