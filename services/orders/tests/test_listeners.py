"""What orders hears: the network's answers, levels of arrears, and the end of a term."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
from back_office import BackOffice

from boss.billing.v1.events_pb2 import ArrearsLevelChanged
from boss.provisioning.v1.events_pb2 import ProvisioningCompleted, ProvisioningFailed
from harness.people import HER_NUMBER, MONDAY, NEW_SIM, OLD_SIM, SEEN
from harness.world import AWAY, CLERK
from kernel.errors import Invalid, NotFound, Stale
from kernel.ids import new_id
from orders import processes
from orders.arrears.edge.listeners import arrears_listener
from orders.ordering.domain.appointed import TERM_END, courses
from orders.ordering.domain.lifecycle import OrderState
from orders.ordering.domain.order import Order, OrderId, Origin
from orders.ordering.domain.values import Barring
from orders.ordering.edge.listeners import network_listeners
from orders.ordering.usecases.open_due import open_due
from orders.ordering.usecases.place_order import PlaceOrder, ask_for_order
from orders.processes.sim_swap import SimSwap
from orders.processes.voluntary_suspension import VoluntarySuspension
from runtime.jobs.timers import DueTimer, Timers
from runtime.messaging.listener import Received


async def hears(office: BackOffice, *messages: Any) -> None:
    """Handle a batch as the runtime does: in one transaction."""
    (topic,) = [
        one
        for one in (*network_listeners(office.handed), arrears_listener(office.notices))
        if type(messages[0]) in one.handlers
    ]
    heard: Sequence[Received] = [
        Received(each, new_id(), topic.topic, HER_NUMBER.id, MONDAY) for each in messages
    ]
    async with office.database.transaction():
        await topic.handlers[type(messages[0])](heard)


async def asked(office: BackOffice, request: object = None) -> Order:
    request = request or SimSwap(NEW_SIM.iccid, old_iccid=OLD_SIM.iccid)
    process = "sim_swap" if isinstance(request, SimSwap) else "voluntary_suspension"
    id_ = OrderId(new_id())
    asking = Origin(request_id=id_, channel="hall", actor="clerk", proofs=(SEEN.id,))
    command = PlaceOrder(id_, processes.process(process), HER_NUMBER.id, request, asking)
    await ask_for_order(command, CLERK, now=MONDAY, uow=office.uow, standings=office.world)
    await office.works_until_quiet()
    return await office.order(id_)


def confirmed(order: Order) -> ProvisioningCompleted:
    return ProvisioningCompleted(order_id=order.id, subscriber_id=order.subscriber)


async def test_confirmed_by_the_network_it_is_settled(back_office: BackOffice) -> None:
    order = await asked(back_office)

    await hears(back_office, confirmed(order))
    await back_office.works_until_quiet()

    assert (await back_office.order(order.id)).state is OrderState.FULFILLED


async def test_refused_by_the_network_it_gives_back_and_keeps_the_reason(
    back_office: BackOffice,
) -> None:
    order = await asked(back_office)

    await hears(
        back_office,
        ProvisioningFailed(order_id=order.id, reason="UNKNOWN_IMSI", sentence="No such card."),
    )
    await back_office.works_until_quiet()

    failed = await back_office.order(order.id)
    assert failed.state is OrderState.FAILED
    assert (failed.refused_with, failed.sentence) == ("UNKNOWN_IMSI", "No such card.")


async def test_answer_heard_again_is_stale(back_office: BackOffice) -> None:
    order = await asked(back_office)
    await hears(back_office, confirmed(order))

    with pytest.raises(Stale):
        await hears(back_office, confirmed(order))


async def test_answer_twice_in_a_batch_counts_once(back_office: BackOffice) -> None:
    order = await asked(back_office)

    await hears(back_office, confirmed(order), confirmed(order))

    assert (await back_office.order(order.id)).state is OrderState.SETTLING


async def test_answer_to_an_order_nobody_placed_moves_no_other(back_office: BackOffice) -> None:
    order = await asked(back_office)

    with pytest.raises(NotFound):
        await hears(back_office, confirmed(order), ProvisioningCompleted(order_id="nobody's"))

    assert (await back_office.order(order.id)).state is OrderState.COMPLETED


async def test_newest_level_of_a_batch_is_noted_whatever_came_first(
    back_office: BackOffice,
) -> None:
    await hears(
        back_office,
        *(ArrearsLevelChanged(subscriber_id=HER_NUMBER.id, version=one) for one in (3, 5, 4)),
    )

    noted = await back_office.rows("SELECT subscriber_id, version FROM arrears_heard")
    assert noted == [(HER_NUMBER.id, 5)]


async def test_number_comes_back_when_the_term_has_ended(back_office: BackOffice) -> None:
    suspension = await asked(back_office, VoluntarySuspension(1))
    await hears(back_office, confirmed(suspension))
    await back_office.works_until_quiet()
    back_office.world.at(MONDAY + timedelta(days=31))

    async def term_ended(due: DueTimer) -> None:
        course = courses(processes.CATALOGUE.values())[TERM_END]
        await open_due(course, due.key, order=OrderId("term"), uow=back_office.uow)

    work = Timers({TERM_END: term_ended}, back_office.database, back_office.clock)
    too_early = await work.due()
    back_office.clock.instant = MONDAY + timedelta(days=31)
    for due in await work.due():
        await work.carry_out(due)
    stopped = back_office.world.facts.subscriber.stops
    await back_office.works_until_quiet()
    await hears(back_office, confirmed(await back_office.order("term")))
    await back_office.works_until_quiet()

    assert not too_early
    assert stopped == {AWAY}
    assert (await back_office.order("term")).state is OrderState.FULFILLED
    assert back_office.world.facts.subscriber.barring is Barring.NONE


@pytest.mark.parametrize("who", ["", " ", "her\0number", "x" * 65, "' OR '1'='1"])
async def test_a_level_of_nobody_is_not_followed_for_ever(
    back_office: BackOffice, who: str
) -> None:
    with pytest.raises(Invalid) as refused:
        await hears(back_office, ArrearsLevelChanged(subscriber_id=who, version=1))

    assert (refused.value.code, refused.value.field) == ("FIELD_NOT_VALID", "subscriber_id")
