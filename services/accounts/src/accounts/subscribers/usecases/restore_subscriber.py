"""Who left is back with the number they had, on another card (复机, rules 2.8 and T26)."""

from dataclasses import replace
from datetime import datetime

from accounts.subscribers.domain.events import Change, SubscriberChanged
from accounts.subscribers.domain.life import restored
from accounts.subscribers.domain.steps import RestoreSubscriber
from accounts.subscribers.ports import UnitOfWork
from accounts.subscribers.usecases.find_subscriber import find_subscriber
from kernel.errors import Refusal


async def restore_subscriber(
    step: RestoreSubscriber, *, order_id: str, now: datetime, uow: UnitOfWork
) -> None:
    """Raises `STATE_NOT_ALLOWED`, `NUMBER_NOT_AVAILABLE`, or without a hold `SIM_NOT_AVAILABLE`.

    The place the order holds becomes the number; a rest that would have ended ends nothing.
    """
    gone = await find_subscriber(step.subscriber_id, order_id=order_id, uow=uow)
    card = await uow.stock.get_card_for_update(step.iccid)
    if card is None or not card.is_held_for(order_id):
        raise Refusal("SIM_NOT_AVAILABLE", "The order holds no such card.")
    back = restored(replace(gone, card=card), now=now)
    await uow.subscribers.save(back, and_card=None)
    await uow.places.delete(order_id=order_id)
    await uow.publish([SubscriberChanged(back, Change.RESTORED, order_id, now)], now=now)
