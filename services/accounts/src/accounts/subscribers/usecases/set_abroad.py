"""Long distance or roaming of a number is on or off from now on (rules 2.16)."""

from datetime import datetime

from accounts.subscribers.domain.events import Change, SubscriberChanged
from accounts.subscribers.domain.steps import SetAbroad
from accounts.subscribers.domain.subscriber import switched
from accounts.subscribers.ports import UnitOfWork
from accounts.subscribers.usecases.find_subscriber import find_subscriber


async def set_abroad(step: SetAbroad, *, order_id: str, now: datetime, uow: UnitOfWork) -> None:
    """Raises `NO_SUCH_SUBSCRIBER`, or `STATE_NOT_ALLOWED` where the number is nobody's any more."""
    subscriber = await find_subscriber(step.subscriber_id, order_id=order_id, uow=uow)
    after = switched(subscriber, step.service, step.permission)
    if after == subscriber:
        return
    await uow.subscribers.save(after, and_card=None)
    changed = SubscriberChanged(after, Change.ABROAD_CHANGED, order_id, now)
    await uow.publish([changed], now=now)
