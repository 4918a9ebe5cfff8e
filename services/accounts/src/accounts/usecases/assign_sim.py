"""Give a subscriber another card: the new one is in use, the old one is void (补换卡)."""

from accounts.domain.events import Change, SubscriberChanged
from accounts.domain.steps import AssignSim, Errand
from accounts.usecases.ports import Desk
from accounts.usecases.take_subscriber import take_subscriber
from kernel.errors import NotAllowed, Refusal


async def assign_sim(step: AssignSim, errand: Errand, *, desk: Desk) -> None:
    """Raises `SIM_NOT_AVAILABLE` without a hold, `STATE_NOT_ALLOWED` with another old card."""
    present = await take_subscriber(step.subscriber_id, errand, desk=desk)
    if present.card.iccid != step.instead_of:
        raise NotAllowed("STATE_NOT_ALLOWED", "The subscriber has another card now.")
    card = await desk.stock.take_card(step.iccid)
    if card is None or not card.is_held_for(errand.order_id):
        raise Refusal("SIM_NOT_AVAILABLE", "The order holds no such card.")
    changed = present.with_card(card, now=errand.now)
    await desk.subscribers.save(changed, and_card=present.card.retired())
    await desk.say(SubscriberChanged(changed, Change.CARD_REPLACED, errand.order_id, errand.now))
