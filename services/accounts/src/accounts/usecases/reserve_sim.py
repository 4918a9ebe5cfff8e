"""Hold a SIM card for an order; it has no end but the order's."""

from accounts.domain.steps import Errand, ReserveSim
from accounts.usecases.ports import Desk
from kernel.errors import Refusal


async def reserve_sim(step: ReserveSim, errand: Errand, *, desk: Desk) -> None:
    """Raises `SIM_NOT_AVAILABLE`."""
    card = await desk.stock.take_card(step.iccid)
    if card is None:
        raise Refusal("SIM_NOT_AVAILABLE", "This SIM card is not in stock.")
    await desk.stock.save_card(card.reserved_for(errand.order_id))


async def release_sim(step: ReserveSim, errand: Errand, *, desk: Desk) -> None:
    """Give it back where this order still holds it."""
    card = await desk.stock.take_card(step.iccid)
    if card is not None and card.is_held_for(errand.order_id):
        await desk.stock.save_card(card.released())
