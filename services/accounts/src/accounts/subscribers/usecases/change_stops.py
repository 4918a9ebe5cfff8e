"""Add and lift stops; lifting one reason lifts only that one (rules 3.6)."""

from datetime import datetime

from accounts.subscribers.domain.events import Change, SubscriberChanged
from accounts.subscribers.domain.steps import AddStop, LiftStop
from accounts.subscribers.domain.stop import KeptStop
from accounts.subscribers.domain.subscriber import must_be_lifted_by, stopped_again
from accounts.subscribers.ports import UnitOfWork
from accounts.subscribers.usecases.find_subscriber import find_subscriber


async def add_stop(step: AddStop, *, order_id: str, now: datetime, uow: UnitOfWork) -> None:
    """Raises `STATE_NOT_ALLOWED` unless the subscriber is in the network."""
    present = await find_subscriber(step.subscriber_id, order_id=order_id, uow=uow)
    stopped = present.with_stop(KeptStop(step.stop, since=now, added_by=order_id, until=step.until))
    if stopped is not present:
        await _save(SubscriberChanged(stopped, Change.STOPPED, order_id, now), uow=uow)


async def forget_stop(step: AddStop, *, order_id: str, now: datetime, uow: UnitOfWork) -> None:
    """Take back a stop this order added; one that was there before stays."""
    present = await find_subscriber(step.subscriber_id, order_id=order_id, uow=uow)
    if any(kept.stop == step.stop and kept.added_by == order_id for kept in present.in_force):
        freed = present.without_stop(step.stop, by=order_id, now=now)
        await _save(SubscriberChanged(freed, Change.RESUMED, order_id, now), uow=uow)


async def lift_stop(step: LiftStop, *, order_id: str, now: datetime, uow: UnitOfWork) -> None:
    """Raises `STOP_NOT_IN_FORCE` where it is not stopped so, or `LIFTER_NOT_ALLOWED`."""
    must_be_lifted_by(step.lifter, step.stop.reason)
    present = await find_subscriber(step.subscriber_id, order_id=order_id, uow=uow)
    freed = present.without_stop(step.stop, by=order_id, now=now)
    await _save(SubscriberChanged(freed, Change.RESUMED, order_id, now), uow=uow)


async def put_back_stop(step: LiftStop, *, order_id: str, now: datetime, uow: UnitOfWork) -> None:
    """Take back the lifting: the stop holds again, since when it held."""
    present = await find_subscriber(step.subscriber_id, order_id=order_id, uow=uow)
    stopped = stopped_again(present, step.stop, lifted_by=order_id)
    if stopped is not present:
        await _save(SubscriberChanged(stopped, Change.STOPPED, order_id, now), uow=uow)


async def _save(change: SubscriberChanged, *, uow: UnitOfWork) -> None:
    await uow.subscribers.save(change.subscriber, and_card=None)
    await uow.publish([change], now=change.at)
