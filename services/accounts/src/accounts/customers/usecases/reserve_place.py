"""Hold one of the numbers a paper may have, counted under its lock (rules 1.6)."""

from accounts.customers.domain.customer import must_have_room
from accounts.customers.domain.steps import ReservePlace
from accounts.customers.ports import UnitOfWork
from kernel.errors import NotFound


async def reserve_place(step: ReservePlace, *, order_id: str, uow: UnitOfWork) -> None:
    """Raises `CARD_LIMIT_EXCEEDED` or `NO_SUCH_CUSTOMER`."""
    numbers = await uow.places.hold(step.customer_id, order_id=order_id)
    if numbers is None:
        raise NotFound("NO_SUCH_CUSTOMER", "There is no such customer.")
    must_have_room(numbers, most=uow.places.most)


async def release_place(step: ReservePlace, *, order_id: str, uow: UnitOfWork) -> None:
    """Give the place back."""
    await uow.places.delete(order_id=order_id)
