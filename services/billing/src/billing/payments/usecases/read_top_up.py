"""Look at top-ups: who asked sees what became of one, and so does whose account it is for."""

from collections.abc import Sequence

from billing.accounts.ports import ByAccount
from billing.accounts.usecases.find_account import Asker, is_hers
from billing.payments.domain.top_up import TopUp
from billing.payments.ports.top_ups import WhichTopUps
from billing.payments.ports.unit_of_work import Desk
from kernel.errors import NotAllowed, NotFound


async def find_top_up(top_up_id: str, *, desk: Desk, asker: Asker, by: str) -> TopUp:
    """Return one; `by` is who asks, as signed in. Raises `TOP_UP_UNKNOWN`, `NOT_YOURS`."""
    async with desk:
        top_up = await desk.top_ups.find(top_up_id)
        if top_up is not None:
            account = await desk.accounts.find(ByAccount(top_up.account_id))
            if by == top_up.asker.space or is_hers(account, asker=asker):
                return top_up
    if asker.customer_id is not None:
        raise NotAllowed("NOT_YOURS", "This is not yours.")
    raise NotFound("TOP_UP_UNKNOWN", "There is no such top-up.", field="top_up_id")


async def list_top_ups(which: WhichTopUps, *, desk: Desk, asker: Asker) -> Sequence[TopUp]:
    """Return them, newest first; raises `NOT_YOURS` for all but staff."""
    if asker.customer_id is not None:
        raise NotAllowed("NOT_YOURS", "This is not yours.")
    async with desk:
        return await desk.top_ups.newest(which)
