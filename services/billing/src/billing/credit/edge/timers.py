"""Credit control looks again when it said it would."""

from collections.abc import Callable, Mapping

from billing.accounts.domain import due
from billing.charging.ports.unit_of_work import UnitOfWork
from billing.credit.usecases.review_arrears import review_arrears
from runtime.jobs.timers import DueTimer, Handler


def handlers(new_uow: Callable[[], UnitOfWork]) -> Mapping[str, Handler]:
    """Return the acts by name."""

    async def review(timer: DueTimer) -> None:
        await review_arrears(timer.key, uow=new_uow(), now=timer.due_at)

    return {due.ARREARS: review}
