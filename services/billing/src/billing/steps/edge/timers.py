"""What billing does when its time has come: as of that moment, however late it is."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from billing.accounts.domain import due
from billing.charging.usecases.charge_month import charge_month, charge_rest_of_month
from billing.charging.usecases.rate_waiting import rate_waiting
from billing.credit.usecases.review_arrears import review_arrears
from billing.lifecycle.usecases.close_account import end_account
from billing.lifecycle.usecases.tell_term import keeping_ends
from billing.packs.usecases.end_pack import end_pack
from billing.payments.usecases.ask_top_up import expire_top_up
from billing.payments.usecases.grant_gift import end_book, release_book
from billing.rating.usecases.judge_records import Acceptable
from billing.steps.ports import UnitOfWork
from kernel.clock import Clock
from kernel.ids import new_id
from runtime.database.database import Database
from runtime.jobs.timers import DueTimer, Handler, Timers


@dataclass(frozen=True, slots=True)
class DueActs:
    """What is done when its time has come; a key begins with what it is about, then a slash."""

    new_uow: Callable[[], UnitOfWork]
    clock: Clock
    ahead: timedelta
    """So much the clock of a switch may be ahead."""

    async def charge(self, timer: DueTimer) -> None:
        """Charge the month that begins."""
        await charge_month(_thing(timer), due_at=timer.due_at, uow=self.new_uow())

    async def resume(self, timer: DueTimer) -> None:
        """Charge the rest of the month in which they are back."""
        await charge_rest_of_month(_thing(timer), due_at=timer.due_at, uow=self.new_uow())

    async def review(self, timer: DueTimer) -> None:
        """Let credit control look again."""
        await review_arrears(timer.key, uow=self.new_uow(), now=timer.due_at)

    async def rate(self, timer: DueTimer) -> None:
        """Rate what waited: on the accounts and prices known now."""
        uow, now = self.new_uow(), self.clock.now()
        acceptable = Acceptable(now + self.ahead)
        await rate_waiting(timer.key, uow=uow, batch_id=new_id(), now=now, acceptable=acceptable)

    async def end(self, timer: DueTimer) -> None:
        """Close an account whose late records are in."""
        await end_account(_thing(timer), uow=self.new_uow(), now=timer.due_at)

    async def release(self, timer: DueTimer) -> None:
        """Release a part of a gift."""
        await release_book(timer.key, uow=self.new_uow(), now=timer.due_at)

    async def end_gift(self, timer: DueTimer) -> None:
        """End a gift."""
        await end_book(timer.key, uow=self.new_uow(), now=timer.due_at)

    async def expire(self, timer: DueTimer) -> None:
        """Let a top-up expire that nobody paid."""
        await expire_top_up(timer.key, uow=self.new_uow(), now=timer.due_at)

    async def end_bought(self, timer: DueTimer) -> None:
        """End a pack, or buy it again."""
        await end_pack(timer.key, uow=self.new_uow(), now=timer.due_at)

    async def tell(self, timer: DueTimer) -> None:
        """Tell them that the term of their kept number is about to be over."""
        await keeping_ends(timer.key, uow=self.new_uow(), now=timer.due_at)


def timers(acts: DueActs, database: Database) -> Timers:
    """Return what carries them out, in the order of what is due at one moment."""
    handlers: Mapping[str, Handler] = {
        due.RELEASE_BOOK: acts.release,
        due.MONTHLY: acts.charge,
        due.ARREARS: acts.review,
        due.RESUMED: acts.resume,
        due.RATE_WAITING: acts.rate,
        due.RECORDS_ARE_IN: acts.end,
        due.END_BOOK: acts.end_gift,
        due.END_PACK: acts.end_bought,
        due.KEEPING_ENDS: acts.tell,
        due.EXPIRE_TOP_UP: acts.expire,
    }
    return Timers({name: handlers[name] for name in due.DUE_ORDER}, database, acts.clock)


def _thing(timer: DueTimer) -> str:
    return timer.key.partition("/")[0]
