"""Look at top-ups: who asked sees what became of one, and so does whose account it is for."""

from collections.abc import Sequence

from billing.accounts.ports import ByAccount
from billing.accounts.usecases.find_account import may_see, sees_all
from billing.payments.domain.top_up import TopUp
from billing.payments.ports.top_ups import WhichTopUps
from billing.payments.ports.unit_of_work import UnitOfWork
from kernel.caller import Caller
from kernel.errors import NotAllowed, NotFound


async def find_top_up(top_up_id: str, *, uow: UnitOfWork, caller: Caller, by: str) -> TopUp:
    """Return one; `by` is who asks, as signed in. Raises `TOP_UP_UNKNOWN`, `NOT_YOURS`."""
    async with uow:
        top_up = await uow.top_ups.get(top_up_id)
        if top_up is not None:
            account = await uow.accounts.get(ByAccount(top_up.account_id))
            if by == top_up.collector.space or may_see(account, caller=caller):
                return top_up
    if not sees_all(caller):
        raise NotAllowed("NOT_YOURS", "This is not yours.")
    raise NotFound("TOP_UP_UNKNOWN", "There is no such top-up.", field="top_up_id")


async def list_top_ups(which: WhichTopUps, *, uow: UnitOfWork, caller: Caller) -> Sequence[TopUp]:
    """Return them, newest first; raises `NOT_YOURS` for all but staff."""
    if not sees_all(caller):
        raise NotAllowed("NOT_YOURS", "This is not yours.")
    async with uow:
        return await uow.top_ups.newest(which)
