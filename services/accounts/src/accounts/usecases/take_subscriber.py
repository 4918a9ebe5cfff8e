"""Find the subscriber a step is about and lock it until the transaction ends."""

from accounts.domain.steps import Errand
from accounts.domain.subscriber import Subscriber
from accounts.usecases.ports import Desk
from kernel.errors import NotFound


async def take_subscriber(subscriber_id: str, errand: Errand, *, desk: Desk) -> Subscriber:
    """Raises `NO_SUCH_SUBSCRIBER`."""
    subscriber = await desk.subscribers.take(subscriber_id, order_id=errand.order_id)
    if subscriber is None:
        raise NotFound("NO_SUCH_SUBSCRIBER", "There is no such subscriber.")
    return subscriber
