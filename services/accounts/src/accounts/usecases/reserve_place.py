"""Hold one of the numbers a paper may have, counted under its lock (domain 1.6)."""

from accounts.domain.customer import must_have_room
from accounts.domain.steps import Errand, ReservePlace
from accounts.usecases.ports import Desk
from kernel.errors import NotFound


async def reserve_place(step: ReservePlace, errand: Errand, *, desk: Desk) -> None:
    """Raises `CARD_LIMIT_EXCEEDED` or `NO_SUCH_CUSTOMER`."""
    numbers = await desk.places.take_count(step.customer_id)
    if numbers is None:
        raise NotFound("NO_SUCH_CUSTOMER", "There is no such customer.")
    must_have_room(numbers)
    await desk.places.hold(step.customer_id, order_id=errand.order_id)


async def release_place(step: ReservePlace, errand: Errand, *, desk: Desk) -> None:
    """Give the place back."""
    await desk.places.release(order_id=errand.order_id)
