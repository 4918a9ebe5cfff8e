"""A subscriber leaves (销户): the number rests for 90 days, the card is void (rules 2.8)."""

from datetime import datetime

from accounts.subscribers.domain.events import Change, SubscriberChanged
from accounts.subscribers.domain.steps import TerminateSubscriber
from accounts.subscribers.ports import UnitOfWork
from accounts.subscribers.usecases.find_subscriber import find_subscriber
from accounts.subscribers.usecases.rest_number import rest_number


async def terminate_subscriber(
    step: TerminateSubscriber, *, order_id: str, now: datetime, uow: UnitOfWork
) -> None:
    """Raises `STATE_NOT_ALLOWED` unless it is in the network."""
    present = await find_subscriber(step.subscriber_id, order_id=order_id, uow=uow)
    gone = present.terminated(by=order_id, now=now)
    await uow.subscribers.save(gone, and_card=None)
    await rest_number(gone.number, uow=uow)
    await uow.publish([SubscriberChanged(gone, Change.TERMINATED, order_id, now)], now=now)
