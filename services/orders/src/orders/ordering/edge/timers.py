"""What is due to orders at a business moment."""

from collections.abc import Awaitable, Callable, Mapping

from kernel.ids import new_id
from orders.ordering.domain.appointed import Course
from orders.ordering.domain.order import OrderId
from orders.ordering.ports import UnitOfWork
from orders.ordering.usecases.open_due import open_due
from runtime.jobs.timers import DueTimer

Act = Callable[[DueTimer], Awaitable[None]]


def opening(courses: Mapping[str, Course], uow: UnitOfWork) -> Mapping[str, Act]:
    """Return what is done when each timer is due: the process is opened that it names."""

    def opens(course: Course) -> Act:
        async def act(due: DueTimer) -> None:
            await open_due(course, due.key, order=OrderId(new_id()), uow=uow)

        return act

    return {timer: opens(course) for timer, course in courses.items()}
