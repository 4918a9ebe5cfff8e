"""Hold a number for an order; it has no end but the order's."""

from accounts.domain.steps import Errand, ReserveNumber
from accounts.usecases.ports import Desk
from kernel.errors import Refusal


async def reserve_number(step: ReserveNumber, errand: Errand, *, desk: Desk) -> None:
    """Raises `NUMBER_NOT_AVAILABLE`."""
    number = await desk.stock.take_number(step.msisdn)
    if number is None:
        raise Refusal("NUMBER_NOT_AVAILABLE", "This number is not in stock.")
    await desk.stock.save_number(number.reserved_for(errand.order_id))


async def release_number(step: ReserveNumber, errand: Errand, *, desk: Desk) -> None:
    """Give it back where this order still holds it."""
    number = await desk.stock.take_number(step.msisdn)
    if number is not None and number.is_held_for(errand.order_id):
        await desk.stock.save_number(number.released())
