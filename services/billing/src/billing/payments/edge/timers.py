"""Gifts are released and end, and top-ups expire, as of the moment that was set for it."""

from collections.abc import Callable, Mapping

from billing.accounts.domain import due
from billing.payments.ports.unit_of_work import UnitOfWork
from billing.payments.usecases.ask_top_up import expire_top_up
from billing.payments.usecases.grant_gift import end_book, release_book
from runtime.jobs.timers import DueTimer, Handler


def handlers(new_uow: Callable[[], UnitOfWork]) -> Mapping[str, Handler]:
    """Return the acts by name."""

    async def release(timer: DueTimer) -> None:
        """Release a part of a gift."""
        await release_book(timer.key, uow=new_uow(), now=timer.due_at)

    async def end(timer: DueTimer) -> None:
        """End a gift."""
        await end_book(timer.key, uow=new_uow(), now=timer.due_at)

    async def expire(timer: DueTimer) -> None:
        """Let a top-up expire that nobody paid."""
        await expire_top_up(timer.key, uow=new_uow(), now=timer.due_at)

    return {due.RELEASE_BOOK: release, due.END_BOOK: end, due.EXPIRE_TOP_UP: expire}
