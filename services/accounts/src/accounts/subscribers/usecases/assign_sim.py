"""Give a subscriber another card: the new one is in use, the old one is void (补换卡)."""

from datetime import datetime

from accounts.subscribers.domain.events import Change, SubscriberChanged
from accounts.subscribers.domain.steps import AssignSim
from accounts.subscribers.ports import UnitOfWork
from accounts.subscribers.usecases.find_subscriber import find_subscriber
from kernel.errors import NotAllowed, Refusal


async def assign_sim(step: AssignSim, *, order_id: str, now: datetime, uow: UnitOfWork) -> None:
    """Raises `SIM_NOT_AVAILABLE` without a hold, `STATE_NOT_ALLOWED` with another old card."""
    present = await find_subscriber(step.subscriber_id, order_id=order_id, uow=uow)
    if present.card.iccid != step.instead_of:
        raise NotAllowed("STATE_NOT_ALLOWED", "The subscriber has another card now.")
    card = await uow.stock.get_card_for_update(step.iccid)
    if card is None or not card.is_held_for(order_id):
        raise Refusal("SIM_NOT_AVAILABLE", "The order holds no such card.")
    changed = present.with_card(card, now=now)
    await uow.subscribers.save(changed, and_card=present.card.retired())
    await uow.publish([SubscriberChanged(changed, Change.CARD_REPLACED, order_id, now)], now=now)
