"""A supplementary service of a number is brought to a state (rules 2.14)."""

from datetime import datetime

from accounts.subscribers.domain.events import Change, SubscriberChanged
from accounts.subscribers.domain.steps import SetServiceState
from accounts.subscribers.domain.subscriber import serviced
from accounts.subscribers.ports import UnitOfWork
from accounts.subscribers.usecases.find_subscriber import find_subscriber


async def set_service_state(
    step: SetServiceState, *, order_id: str, now: datetime, uow: UnitOfWork
) -> None:
    """Raises `NO_SUCH_SUBSCRIBER`, or `STATE_NOT_ALLOWED` where the number is nobody's any more."""
    subscriber = await find_subscriber(step.subscriber_id, order_id=order_id, uow=uow)
    after = serviced(subscriber, step.service, step.setting)
    if after == subscriber:
        return
    await uow.subscribers.save(after, and_card=None)
    changed = SubscriberChanged(after, Change.SERVICES_CHANGED, order_id, now)
    await uow.publish([changed], now=now)
