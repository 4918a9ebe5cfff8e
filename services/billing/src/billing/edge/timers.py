"""What billing does when its time has come."""

from collections.abc import Awaitable, Callable

from billing.usecases.book import ARREARS, RESUMED
from billing.usecases.buy_pack import END_PACK
from billing.usecases.charge_month import MONTHLY, charge_month, charge_rest_of_month
from billing.usecases.close_account import RECORDS_ARE_IN, end_account
from billing.usecases.end_pack import end_pack
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

    def by_key(act: Callable[..., Awaitable[None]]) -> Callable[[DueTimer], Awaitable[None]]:
        async def handle(timer: DueTimer) -> None:
            await act(timer.key, desk=desks(), now=clock.now())

        return handle

    async def charge(timer: DueTimer) -> None:
        account_id = timer.key.partition("/")[0]
        await charge_month(account_id, due_at=timer.due_at, desk=desks(), now=clock.now())

    async def resume(timer: DueTimer) -> None:
        account_id = timer.key.partition("/")[0]
        await charge_rest_of_month(account_id, desk=desks(), now=clock.now())

    async def rate(timer: DueTimer) -> None:
        await rate_waiting(timer.key, desk=desks(), batch_id=new_id(), now=clock.now())

    async def end(timer: DueTimer) -> None:
        await end_account(timer.key.partition("/")[0], desk=desks(), now=clock.now())

    async def end_bought(timer: DueTimer) -> None:
        await end_pack(timer.key, due_at=timer.due_at, desk=desks(), now=clock.now())

    # What is released on a first of a month pays for it: so it is looked at before the fee.
    handlers = {
        RELEASE_BOOK: by_key(release_book),
        MONTHLY: charge,
        ARREARS: by_key(review_arrears),
        RESUMED: resume,
        RATE_WAITING: rate,
        RECORDS_ARE_IN: end,
        END_BOOK: by_key(end_book),
        END_PACK: end_bought,
    }
    return tuple(TimerWork(name, act, database, clock) for name, act in handlers.items())
