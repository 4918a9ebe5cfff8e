"""Hold a SIM card for an order; it has no end but the order's."""

from accounts.stock.domain.steps import ReserveSim
from accounts.stock.ports import UnitOfWork
from kernel.errors import Refusal


async def reserve_sim(step: ReserveSim, *, order_id: str, uow: UnitOfWork) -> None:
    """Raises `SIM_NOT_AVAILABLE`."""
    card = await uow.stock.get_card_for_update(step.iccid)
    if card is None:
        raise Refusal("SIM_NOT_AVAILABLE", "This SIM card is not in stock.")
    await uow.stock.save_card(card.reserved_for(order_id))


async def release_sim(step: ReserveSim, *, order_id: str, uow: UnitOfWork) -> None:
    """Give it back where this order still holds it."""
    card = await uow.stock.get_card_for_update(step.iccid)
    if card is not None and card.is_held_for(order_id):
        await uow.stock.save_card(card.released())
