"""Hold a number for an order; it has no end but the order's."""

from accounts.stock.domain.steps import ReserveNumber
from accounts.stock.ports import UnitOfWork
from kernel.errors import Refusal


async def reserve_number(step: ReserveNumber, *, order_id: str, uow: UnitOfWork) -> None:
    """Raises `NUMBER_NOT_AVAILABLE`."""
    number = await uow.stock.get_number_for_update(step.msisdn)
    if number is None:
        raise Refusal("NUMBER_NOT_AVAILABLE", "This number is not in stock.")
    await uow.stock.save_number(number.reserved_for(order_id, customer_id=step.customer_id))


async def release_number(step: ReserveNumber, *, order_id: str, uow: UnitOfWork) -> None:
    """Give it back where this order still holds it."""
    number = await uow.stock.get_number_for_update(step.msisdn)
    if number is not None and number.is_held_for(order_id):
        await uow.stock.save_number(number.released())
