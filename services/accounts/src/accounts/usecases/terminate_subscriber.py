"""A subscriber leaves (销户): the number rests for 90 days, the card is void (domain 2.8)."""

from accounts.domain.events import Change, SubscriberChanged
from accounts.domain.steps import Errand, TerminateSubscriber
from accounts.usecases.ports import Desk
from accounts.usecases.take_subscriber import take_subscriber


async def terminate_subscriber(step: TerminateSubscriber, errand: Errand, *, desk: Desk) -> None:
    """Raises `STATE_NOT_ALLOWED` unless it is in the network."""
    present = await take_subscriber(step.subscriber_id, errand, desk=desk)
    gone = present.terminated(by=errand.order_id, now=errand.now)
    await desk.subscribers.save(gone, and_card=None)
    await desk.let_rest(gone.number)
    await desk.say(SubscriberChanged(gone, Change.TERMINATED, errand.order_id, errand.now))
