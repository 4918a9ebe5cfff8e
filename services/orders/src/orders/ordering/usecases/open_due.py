"""Something is due of a subscriber: open the process that is appointed for it, by its form."""

from orders.ordering.domain.appointed import Course
from orders.ordering.domain.order import Order, OrderId, Origin
from orders.ordering.domain.process import OnTimer
from orders.ordering.domain.values import SubscriberId
from orders.ordering.ports import UnitOfWork
from orders.ordering.usecases.place_order import PlaceOrder, place_order


async def open_due(course: Course, key: str, *, order: OrderId, uow: UnitOfWork) -> Order | None:
    """Place the order that is due; None where its appointment is not the one in force any more.

    `key` names whose, and the order that made the appointment; what was set before orders were
    named is judged by the facts alone.
    """
    whose, _, maker = key.partition("/")
    subscriber = SubscriberId(whose)
    async with uow:
        if maker:
            last = await uow.orders.last_fulfilled(subscriber, course.settled_by)
            if last is None or last.id != maker:
                return None
        command = PlaceOrder(
            id=order,
            process=course.process,
            subscriber=subscriber,
            request=course.request(maker),
            origin=Origin(request_id=order, opener=course.timer),
        )
        return await place_order(command, uow=uow, opener=OnTimer(course.timer))
