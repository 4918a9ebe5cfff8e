"""A number is another customer's from now on (过户, rules 2.11 and T28): card and number stay."""

from datetime import datetime

from accounts.subscribers.domain.events import Change, SubscriberChanged
from accounts.subscribers.domain.life import transferred
from accounts.subscribers.domain.steps import TransferSubscriber
from accounts.subscribers.domain.subscriber import Subscriber
from accounts.subscribers.ports import UnitOfWork
from accounts.subscribers.usecases.find_subscriber import find_subscriber


async def transfer_subscriber(
    step: TransferSubscriber, *, order_id: str, now: datetime, uow: UnitOfWork
) -> Subscriber:
    """Return it as it was; raises `NO_SUCH_SUBSCRIBER`, `STATE_NOT_ALLOWED` unless it is active.

    The agreement before is kept with whose it was and until when; the place the order holds becomes
    the number. What was proved by the holder before, or sent to their handset, is worth nothing
    any more: it is of another customer.
    """
    before = await find_subscriber(step.subscriber_id, order_id=order_id, uow=uow)
    after = transferred(before, to=step.customer_id, bound_until=step.bound_until)
    await uow.subscribers.hand_over(after, step.agreement, by=order_id, at=now)
    await uow.places.delete(order_id=order_id)
    changed = SubscriberChanged(
        after, Change.OWNERSHIP_TRANSFERRED, order_id, now, former_holder_id=before.holder_id
    )
    await uow.publish([changed], now=now)
    return before
