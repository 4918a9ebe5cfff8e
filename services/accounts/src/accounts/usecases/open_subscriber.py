"""Open a subscriber that is pending until the network confirmed, on what the order holds."""

from accounts.domain.steps import Errand, OpenSubscriber
from accounts.domain.subscriber import Subscriber
from accounts.usecases.ports import Desk
from accounts.usecases.take_subscriber import take_subscriber
from kernel.errors import NotAllowed, Refusal


async def open_subscriber(step: OpenSubscriber, errand: Errand, *, desk: Desk) -> None:
    """Without a hold: `NUMBER_NOT_AVAILABLE`, `SIM_NOT_AVAILABLE`, `CARD_LIMIT_EXCEEDED`."""
    order_id = errand.order_id
    number, card, customer_id = await desk.stock.held_for(
        order_id, msisdn=step.msisdn, iccid=step.iccid
    )
    if number is None:
        raise Refusal("NUMBER_NOT_AVAILABLE", "The order holds no such number.")
    if card is None:
        raise Refusal("SIM_NOT_AVAILABLE", "The order holds no such card.")
    if customer_id != step.customer_id:
        raise Refusal("CARD_LIMIT_EXCEEDED", "The order holds no place of this customer.")
    opened = Subscriber(
        id=step.subscriber_id,
        holder_id=step.customer_id,
        number=number,
        card=card,
        offering=step.offering,
        opened_by=order_id,
    )
    if not await desk.subscribers.add(opened, step.agreement, at=errand.now):
        raise NotAllowed("STATE_NOT_ALLOWED", "This subscriber is there already.")


async def undo_opening(step: OpenSubscriber, errand: Errand, *, desk: Desk) -> None:
    """As if it had never been opened; number, card and place are released by their own steps."""
    subscriber = await take_subscriber(step.subscriber_id, errand, desk=desk)
    await desk.subscribers.save(subscriber.undone(), and_card=None)
