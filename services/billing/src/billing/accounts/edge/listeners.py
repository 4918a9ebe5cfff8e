"""What accounts listen to: changes of subscribers and customers."""

from collections.abc import Callable, Sequence

from billing.accounts.ports import UnitOfWork
from billing.accounts.usecases.follow_customer import follow_customers
from billing.accounts.usecases.follow_subscriber import follow_subscribers
from billing.accounts.wire.consumed import customer_of, subscriber_seen_of
from boss import topics
from boss.accounts.v1.events_pb2 import CustomerChanged, SubscriberChanged
from kernel.clock import Clock
from runtime.messaging.listener import Listener, Received


def listeners(new_uow: Callable[[], UnitOfWork], clock: Clock) -> tuple[Listener, ...]:
    """Return the listeners."""

    async def handle_subscribers(messages: Sequence[Received]) -> None:
        seen = [subscriber_seen_of(one.message) for one in messages]
        await follow_subscribers(seen, uow=new_uow(), now=clock.now())

    async def handle_customers(messages: Sequence[Received]) -> None:
        await follow_customers([customer_of(one.message) for one in messages], uow=new_uow())

    return (
        Listener(topics.SUBSCRIBER_CHANGED, {SubscriberChanged: handle_subscribers}, levels=True),
        Listener(topics.CUSTOMER_CHANGED, {CustomerChanged: handle_customers}, levels=True),
    )
