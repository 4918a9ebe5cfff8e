"""What billing does when its time has come."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from billing.usecases.ask_top_up import EXPIRE_TOP_UP, expire_top_up
from billing.usecases.book import ARREARS, RESUMED
from billing.usecases.buy_pack import END_PACK
from billing.usecases.charge_month import MONTHLY, charge_month, charge_rest_of_month
from billing.usecases.close_account import RECORDS_ARE_IN, end_account
from billing.usecases.end_pack import end_pack
from billing.usecases.grant_gift import END_BOOK, RELEASE_BOOK, end_book, release_book
from billing.usecases.judge_records import TakenAsTold
from billing.usecases.ports import Desk
from billing.usecases.rate_waiting import RATE_WAITING, rate_waiting
from billing.usecases.review_arrears import review_arrears
from kernel.clock import Clock
from kernel.ids import new_id
from runtime.database import Database
from runtime.timers import DueTimer, TimerWork


@dataclass(frozen=True, slots=True)
class DueActs:
    """What is done when its time has come; a key begins with what it is about, then a slash."""

    desks: Callable[[], Desk]
    clock: Clock
    ahead: timedelta
    """So much the clock of a switch may be ahead."""

    async def charge(self, timer: DueTimer) -> None:
        """Charge the month that begins."""
        account_id = timer.key.partition("/")[0]
        now = self.clock.now()
        await charge_month(account_id, due_at=timer.due_at, desk=self.desks(), now=now)

    async def resume(self, timer: DueTimer) -> None:
        """Charge the rest of the month in which she is back."""
        account_id = timer.key.partition("/")[0]
        await charge_rest_of_month(account_id, desk=self.desks(), now=self.clock.now())

    async def review(self, timer: DueTimer) -> None:
        """Let credit control look again."""
        await review_arrears(timer.key, desk=self.desks(), now=self.clock.now())

    async def rate(self, timer: DueTimer) -> None:
        """Rate what waited."""
        desk, now = self.desks(), self.clock.now()
        told = TakenAsTold(now + self.ahead)
        await rate_waiting(timer.key, desk=desk, batch_id=new_id(), now=now, told=told)

    async def end(self, timer: DueTimer) -> None:
        """Close an account whose late records are in."""
        account_id = timer.key.partition("/")[0]
        await end_account(account_id, desk=self.desks(), now=self.clock.now())

    async def release(self, timer: DueTimer) -> None:
        """Release a part of a gift."""
        await release_book(timer.key, desk=self.desks(), now=self.clock.now())

    async def end_gift(self, timer: DueTimer) -> None:
        """End a gift."""
        await end_book(timer.key, desk=self.desks(), now=self.clock.now())

    async def expire(self, timer: DueTimer) -> None:
        """Let a top-up expire that nobody paid."""
        await expire_top_up(timer.key, desk=self.desks(), now=self.clock.now())

    async def end_bought(self, timer: DueTimer) -> None:
        """End a pack, or buy it again."""
        now = self.clock.now()
        await end_pack(timer.key, due_at=timer.due_at, desk=self.desks(), now=now)


def timers(acts: DueActs, database: Database) -> tuple[TimerWork, ...]:
    """Return the timers of this service."""
    # What is released on a first of a month pays for it: so it is looked at before the fee.
    handlers = {
        RELEASE_BOOK: acts.release,
        MONTHLY: acts.charge,
        ARREARS: acts.review,
        RESUMED: acts.resume,
        RATE_WAITING: acts.rate,
        RECORDS_ARE_IN: acts.end,
        END_BOOK: acts.end_gift,
        END_PACK: acts.end_bought,
        EXPIRE_TOP_UP: acts.expire,
    }
    return tuple(TimerWork(name, act, database, acts.clock) for name, act in handlers.items())
