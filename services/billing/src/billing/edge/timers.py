"""What billing does when its time has come."""

from collections.abc import Callable

from billing.usecases.book import ARREARS, RESUMED
from billing.usecases.charge_month import MONTHLY, charge_month, charge_rest_of_month
from billing.usecases.close_account import RECORDS_ARE_IN, end_account
from billing.usecases.grant_gift import END_BOOK, RELEASE_BOOK, end_book, release_book
from billing.usecases.ports import Desk
from billing.usecases.rate_waiting import RATE_WAITING, rate_waiting
from billing.usecases.review_arrears import review_arrears
from kernel.clock import Clock
from kernel.ids import new_id
from runtime.database import Database
from runtime.timers import DueTimer, TimerWork


def timers(desks: Callable[[], Desk], database: Database, clock: Clock) -> tuple[TimerWork, ...]:
    """Return the timers of this service; a key begins with what it is about, then a slash."""

    async def charge(timer: DueTimer) -> None:
        account_id = timer.key.partition("/")[0]
        await charge_month(account_id, due_at=timer.due_at, desk=desks(), now=clock.now())

    async def resume(timer: DueTimer) -> None:
        account_id = timer.key.partition("/")[0]
        await charge_rest_of_month(account_id, desk=desks(), now=clock.now())

    async def review(timer: DueTimer) -> None:
        await review_arrears(timer.key, desk=desks(), now=clock.now())

    async def rate(timer: DueTimer) -> None:
        await rate_waiting(timer.key, desk=desks(), batch_id=new_id(), now=clock.now())

    async def end(timer: DueTimer) -> None:
        await end_account(timer.key.partition("/")[0], desk=desks(), now=clock.now())

    async def release(timer: DueTimer) -> None:
        await release_book(timer.key, desk=desks(), now=clock.now())

    async def end_gift(timer: DueTimer) -> None:
        await end_book(timer.key, desk=desks(), now=clock.now())

    # What is released on a first of a month pays for it: so it is looked at before the fee.
    handlers = {
        RELEASE_BOOK: release,
        MONTHLY: charge,
        ARREARS: review,
        RESUMED: resume,
        RATE_WAITING: rate,
        RECORDS_ARE_IN: end,
        END_BOOK: end_gift,
    }
    return tuple(TimerWork(name, act, database, clock) for name, act in handlers.items())
