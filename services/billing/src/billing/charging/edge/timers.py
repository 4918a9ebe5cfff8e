"""What is charged when its time has come: as of that moment, however late it is."""

from collections.abc import Callable, Mapping

from billing.accounts.domain import due
from billing.charging.ports.unit_of_work import UnitOfWork
from billing.charging.usecases.card_fees import charge_rest_of_card
from billing.charging.usecases.charge_month import charge_month, charge_rest_of_month
from billing.charging.usecases.rate_waiting import rate_waiting
from billing.rating.usecases.judge_records import Ahead
from kernel.clock import Clock
from kernel.ids import new_id
from runtime.jobs.timers import DueTimer, Handler


def handlers(
    new_uow: Callable[[], UnitOfWork], clock: Clock, *, ahead: Ahead
) -> Mapping[str, Handler]:
    """Return the acts by name; `ahead`: so much the clock of a switch may be."""

    async def charge(timer: DueTimer) -> None:
        """Charge the month that begins."""
        await charge_month(timer.thing, due_at=timer.due_at, uow=new_uow())

    async def resume(timer: DueTimer) -> None:
        """Charge the rest of the month in which they are back."""
        await charge_rest_of_month(timer.thing, due_at=timer.due_at, uow=new_uow())

    async def resume_card(timer: DueTimer) -> None:
        """Charge the rest of the month in which a sub-card is back."""
        await charge_rest_of_card(timer.key, due_at=timer.due_at, uow=new_uow())

    async def rate(timer: DueTimer) -> None:
        """Rate what waited: on the accounts and prices known now."""
        now = clock.now()
        acceptable = ahead.at(now)
        await rate_waiting(
            timer.key, uow=new_uow(), batch_id=new_id(), now=now, acceptable=acceptable
        )

    return {
        due.MONTHLY: charge,
        due.RESUMED: resume,
        due.CARD_RESUMED: resume_card,
        due.RATE_WAITING: rate,
    }
