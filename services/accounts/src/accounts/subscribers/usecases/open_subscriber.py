"""Open a subscriber that is pending until the network confirmed, on what the order holds."""

from datetime import datetime

from accounts.subscribers.domain.moves import Act
from accounts.subscribers.domain.steps import OpenSubscriber
from accounts.subscribers.domain.subscriber import Subscriber
from accounts.subscribers.ports import UnitOfWork
from accounts.subscribers.usecases.find_subscriber import find_subscriber
from kernel.errors import NotAllowed, Refusal


async def open_subscriber(
    step: OpenSubscriber, *, order_id: str, now: datetime, uow: UnitOfWork
) -> None:
    """Without a hold: `NUMBER_NOT_AVAILABLE`, `SIM_NOT_AVAILABLE`, `CARD_LIMIT_EXCEEDED`."""
    held = await uow.subscribers.held_for(order_id, msisdn=step.msisdn, iccid=step.iccid)
    if held.number is None:
        raise Refusal("NUMBER_NOT_AVAILABLE", "The order holds no such number.")
    if held.card is None:
        raise Refusal("SIM_NOT_AVAILABLE", "The order holds no such card.")
    if held.customer_id != step.customer_id:
        raise Refusal("CARD_LIMIT_EXCEEDED", "The order holds no place of this customer.")
    opened = Subscriber(
        id=step.subscriber_id,
        holder_id=step.customer_id,
        number=held.number,
        card=held.card,
        offering=step.offering,
        opened_by=order_id,
        bound_until=step.bound_until,
    )
    if not await uow.subscribers.add(opened, step.agreement, at=now):
        raise NotAllowed("STATE_NOT_ALLOWED", "This subscriber is there already.")


async def undo_opening(step: OpenSubscriber, *, order_id: str, uow: UnitOfWork) -> None:
    """As if it had never been opened; number, card and place are released by their own steps."""
    subscriber = await find_subscriber(step.subscriber_id, order_id=order_id, uow=uow)
    await uow.subscribers.save(subscriber.after(Act.UNDO), and_card=None)
