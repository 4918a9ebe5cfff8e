"""Add and lift stops; lifting one reason lifts only that one (domain 3.6)."""

from accounts.domain.events import Change, SubscriberChanged
from accounts.domain.steps import AddStop, Errand, LiftStop
from accounts.domain.stop import KeptStop
from accounts.domain.subscriber import Subscriber, stopped_again
from accounts.usecases.ports import Desk
from accounts.usecases.take_subscriber import take_subscriber


async def add_stop(step: AddStop, errand: Errand, *, desk: Desk) -> None:
    """Raises `STATE_NOT_ALLOWED` unless the subscriber is in the network."""
    present = await take_subscriber(step.subscriber_id, errand, desk=desk)
    stop = KeptStop(step.stop, since=errand.now, added_by=errand.order_id, until=step.until)
    await _keep(present, present.with_stop(stop), errand, desk=desk)


async def forget_stop(step: AddStop, errand: Errand, *, desk: Desk) -> None:
    """Take back a stop this order added; one that was there before stays."""
    present = await take_subscriber(step.subscriber_id, errand, desk=desk)
    if any(one.stop == step.stop and one.added_by == errand.order_id for one in present.in_force):
        freed = present.without_stop(step.stop, by=errand.order_id, now=errand.now)
        await _keep(present, freed, errand, desk=desk)


async def lift_stop(step: LiftStop, errand: Errand, *, desk: Desk) -> None:
    """Raises `STOP_NOT_IN_FORCE` where the number is not stopped so."""
    present = await take_subscriber(step.subscriber_id, errand, desk=desk)
    freed = present.without_stop(step.stop, by=errand.order_id, now=errand.now)
    await _keep(present, freed, errand, desk=desk)


async def put_back_stop(step: LiftStop, errand: Errand, *, desk: Desk) -> None:
    """Take back the lifting: the stop holds again, since when it held."""
    present = await take_subscriber(step.subscriber_id, errand, desk=desk)
    stopped = stopped_again(present, step.stop, lifted_by=errand.order_id)
    await _keep(present, stopped, errand, desk=desk)


async def _keep(before: Subscriber, after: Subscriber, errand: Errand, *, desk: Desk) -> None:
    if after is before:
        return
    more = len(after.stops) > len(before.stops)
    what = Change.STOPPED if more else Change.RESUMED
    await desk.subscribers.save(after, and_card=None)
    await desk.say(SubscriberChanged(after, what, errand.order_id, errand.now))
