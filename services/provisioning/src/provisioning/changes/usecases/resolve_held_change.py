"""A person ends the wait of a held change: it is sent again, or given up."""

from datetime import datetime

from kernel.errors import Refusal
from provisioning.changes.domain.change import CHANGE, Change, ChangeAct
from provisioning.changes.domain.events import OrderRefused
from provisioning.changes.ports import Claimed, Progress, UnitOfWork

GIVEN_UP = "REFUSED_BY_PERSON"


TOLD_TO_ALL = "A person gave the change up."
"""What everybody is told; why they did is in the audit."""


async def retry_change(change_id: str, *, reason: str, uow: UnitOfWork, now: datetime) -> Change:
    """
    Send a held change again, from a look at the network.

    :raises Refusal: CHANGE_NOT_FOUND, CHANGE_NOT_HELD, REASON_MISSING.
    """
    async with uow:
        claimed = await _take(change_id, reason, uow)
        state = CHANGE.after(claimed.change.state, ChangeAct.RETRY)
        change = claimed.change
        progress = Progress(state, change.element_code, change.element_says, now)
        await uow.held.release(claimed, progress)
        return await uow.held.get(change_id)


async def refuse_change(change_id: str, *, reason: str, uow: UnitOfWork, now: datetime) -> Change:
    """
    Give a held change up: its order fails; who does it has looked at the network.

    :raises Refusal: CHANGE_NOT_FOUND, CHANGE_NOT_HELD, REASON_MISSING.
    """
    async with uow:
        claimed = await _take(change_id, reason, uow)
        code, order_id = claimed.change.element_code or GIVEN_UP, claimed.change.order_id
        state = CHANGE.after(claimed.change.state, ChangeAct.REFUSE)
        if order_id:
            await uow.changes.close_order(order_id, code=code, now=now)
        order = await uow.changes.finish(claimed, Progress(state, code, TOLD_TO_ALL, now))
        if order is not None:
            said = OrderRefused(
                order.order_id, order.subscriber_id, order.version, code, TOLD_TO_ALL, now
            )
            await uow.publish([said], now=now)
        return await uow.held.get(change_id)


async def _take(change_id: str, reason: str, uow: UnitOfWork) -> Claimed:
    if not reason.strip():
        raise Refusal("REASON_MISSING", "Say why.", field="reason")
    return await uow.held.claim(change_id)
