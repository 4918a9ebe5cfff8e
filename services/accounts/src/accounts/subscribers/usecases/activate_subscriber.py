"""The network confirmed a new subscriber: number and card are in use from now on."""

from datetime import datetime

from accounts.subscribers.domain.events import Change, SubscriberChanged
from accounts.subscribers.domain.steps import ActivateSubscriber
from accounts.subscribers.ports import UnitOfWork
from accounts.subscribers.usecases.find_subscriber import find_subscriber


async def activate_subscriber(
    step: ActivateSubscriber, *, order_id: str, now: datetime, uow: UnitOfWork
) -> None:
    """Raises `STATE_NOT_ALLOWED` unless it is pending. The place held becomes the number."""
    opened = await find_subscriber(step.subscriber_id, order_id=order_id, uow=uow)
    active = opened.activated(now=now)
    await uow.subscribers.save(active, and_card=None)
    await uow.publish([SubscriberChanged(active, Change.ACTIVATED, order_id, now)], now=now)
