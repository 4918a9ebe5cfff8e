"""Packs end, or are bought again, as of the moment at which they end."""

from collections.abc import Callable, Mapping

from billing.accounts.domain import due
from billing.packs.ports import UnitOfWork
from billing.packs.usecases.end_pack import end_pack
from runtime.jobs.timers import DueTimer, Handler


def handlers(new_uow: Callable[[], UnitOfWork]) -> Mapping[str, Handler]:
    """Return the acts by name."""

    async def end(timer: DueTimer) -> None:
        await end_pack(timer.key, uow=new_uow(), now=timer.due_at)

    return {due.END_PACK: end}
