"""The network confirmed a new subscriber: number and card are in use from now on."""

from accounts.domain.events import Change, SubscriberChanged
from accounts.domain.steps import ActivateSubscriber, Errand
from accounts.usecases.ports import Desk
from accounts.usecases.take_subscriber import take_subscriber


async def activate_subscriber(step: ActivateSubscriber, errand: Errand, *, desk: Desk) -> None:
    """Raises `STATE_NOT_ALLOWED` unless it is pending. The place held becomes the number."""
    opened = await take_subscriber(step.subscriber_id, errand, desk=desk)
    active = opened.activated(now=errand.now)
    await desk.subscribers.save(active, and_card=None)
    await desk.say(SubscriberChanged(active, Change.ACTIVATED, errand.order_id, errand.now))
