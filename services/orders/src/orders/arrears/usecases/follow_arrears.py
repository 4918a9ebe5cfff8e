"""Arrears are a level: what was heard only says that credit control must be asked again."""

from dataclasses import dataclass

from kernel.errors import Invalid, NotFound
from orders.arrears.domain import HeardArrears
from orders.arrears.ports import ArrearsBook
from orders.ordering.domain.facts import Facts
from orders.ordering.domain.order import Asking, Order, OrderId
from orders.ordering.domain.process import Due, Opener, WhenHeard
from orders.ordering.domain.values import StopReason, SubscriberState
from orders.ordering.ports import Desk, FactFinder, Processes
from orders.ordering.usecases.place_order import PlaceOrder, place_order

HEARD = "boss.billing.v1.ArrearsLevelChanged"
COMPARED = "compare_arrears"
OPENERS: dict[str, Opener] = {HEARD: WhenHeard(HEARD), COMPARED: Due(COMPARED)}


@dataclass(frozen=True, slots=True)
class Follower:
    """What it takes to follow what was heard."""

    desk: Desk
    book: ArrearsBook
    facts: FactFinder
    processes: Processes


async def follow_arrears(heard: HeardArrears, *, order: OrderId, by: Follower) -> Order | None:
    """
    Ask for the level wanted now, and place the order that leads there; None where it is there.

    :raises NoAnswer: if billing or accounts did not answer.
    """
    wanted = await wanted_of(heard, facts=by.facts)
    async with by.desk as desk:
        await by.book.end(heard)
        if wanted is None:
            return None
        process = by.processes(wanted)
        command = PlaceOrder(
            id=order,
            process=process,
            subscriber=heard.subscriber,
            request=process.request(),
            asking=Asking(request_id=order, opener=heard.because, caused_at=heard.said_at),
        )
        return await place_order(command, desk=desk, opener=OPENERS[heard.because])


async def wanted_of(heard: HeardArrears, *, facts: FactFinder) -> str | None:
    """Return what is wanted; None for somebody whom nobody knows: that would never change."""
    try:
        return wanted_process(await facts.of(heard.subscriber))
    except (NotFound, Invalid):
        return None


def wanted_process(facts: Facts) -> str | None:
    """Return the process that leads from the present level to the wanted one."""
    try:
        present, wanted = facts.subscriber.level_for(StopReason.ARREARS), facts.account.wanted_level
    except NotFound:
        return None
    if wanted == present or facts.subscriber.state is SubscriberState.TERMINATED:
        return None
    return "arrears_suspension" if wanted > present else "arrears_resumption"
