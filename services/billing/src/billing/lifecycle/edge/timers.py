"""Accounts that close end, and terms of kept numbers are announced, when their time has come."""

from collections.abc import Callable, Mapping

from billing.accounts.domain import due
from billing.lifecycle.usecases.close_account import end_account
from billing.lifecycle.usecases.tell_term import keeping_ends
from billing.payments.ports.unit_of_work import UnitOfWork
from runtime.jobs.timers import DueTimer, Handler


def handlers(new_uow: Callable[[], UnitOfWork]) -> Mapping[str, Handler]:
    """Return the acts by name."""

    async def end(timer: DueTimer) -> None:
        """Close an account whose late records are in."""
        await end_account(timer.thing, uow=new_uow(), now=timer.due_at)

    async def announce(timer: DueTimer) -> None:
        """Say that the term of their kept number is about to be over."""
        await keeping_ends(timer.key, uow=new_uow(), now=timer.due_at)

    return {due.RECORDS_ARE_IN: end, due.KEEPING_ENDS: announce}
