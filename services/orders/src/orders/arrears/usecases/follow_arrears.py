"""Arrears are a level: what was said only tells that credit control must be asked again."""

from dataclasses import dataclass

from kernel.errors import Invalid, NotFound
from orders.arrears.domain import ArrearsNotice
from orders.arrears.ports import UnitOfWork
from orders.ordering.domain.credit import wants_less, wants_more
from orders.ordering.domain.facts import Facts
from orders.ordering.domain.order import Order, OrderId, Origin
from orders.ordering.domain.process import OnEvent, OnTimer
from orders.ordering.domain.values import SubscriberState
from orders.ordering.ports import FactFinder, Processes
from orders.ordering.usecases.place_order import PlaceOrder, place_order

LEVEL_CHANGED = "boss.billing.v1.ArrearsLevelChanged"
COMPARED = "compare_arrears"
HAS_LEFT = frozenset({SubscriberState.TERMINATED, SubscriberState.PORTED_OUT})
OPENERS: dict[str, OnEvent | OnTimer] = {
    LEVEL_CHANGED: OnEvent(LEVEL_CHANGED),
    COMPARED: OnTimer(COMPARED),
}


@dataclass(frozen=True, slots=True)
class Follower:
    """What it takes to follow what was said."""

    uow: UnitOfWork
    facts: FactFinder
    processes: Processes


async def follow_arrears(notice: ArrearsNotice, *, order: OrderId, by: Follower) -> Order | None:
    """
    Ask for the level wanted now, and place the order that leads there; None where it is there.

    :raises NoAnswer: if billing or accounts did not answer.
    """
    wanted = await wanted_of(notice, facts=by.facts)
    async with by.uow as uow:
        await uow.notices.delete(notice)
        if wanted is None:
            return None
        process = by.processes(wanted)
        command = PlaceOrder(
            id=order,
            process=process,
            subscriber=notice.subscriber,
            request=process.request(),
            origin=Origin(request_id=order, opener=notice.because, caused_at=notice.said_at),
        )
        return await place_order(command, uow=uow, opener=OPENERS[notice.because])


async def wanted_of(notice: ArrearsNotice, *, facts: FactFinder) -> str | None:
    """Return what is wanted; None for somebody whom nobody knows: that would never change."""
    try:
        return wanted_process(await facts.of(notice.subscriber))
    except (NotFound, Invalid):
        return None


def wanted_process(facts: Facts) -> str | None:
    """Return the process that leads from the present level to the wanted one."""
    try:
        more, less = wants_more(facts), wants_less(facts)
    except NotFound:
        return None
    if facts.subscriber.state in HAS_LEFT or not (more or less):
        return None
    return "arrears_suspension" if more else "arrears_resumption"
