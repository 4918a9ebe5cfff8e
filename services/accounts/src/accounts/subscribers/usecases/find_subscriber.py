"""Find the subscriber a step is about and lock it until the transaction ends."""

from accounts.subscribers.domain.subscriber import Subscriber
from accounts.subscribers.ports import SubscribersAlone
from kernel.errors import NotFound


async def find_subscriber(
    subscriber_id: str, *, order_id: str, uow: SubscribersAlone
) -> Subscriber:
    """Raises `NO_SUCH_SUBSCRIBER`."""
    subscriber = await uow.subscribers.get_for_update(subscriber_id, order_id=order_id)
    if subscriber is None:
        raise NotFound("NO_SUCH_SUBSCRIBER", "There is no such subscriber.")
    return subscriber
