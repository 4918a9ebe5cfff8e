"""Release vouchers that wait: a second person says that the batch is to be sold."""

from dataclasses import dataclass
from datetime import datetime

from billing.accounts.domain.deed import Deed, check_may
from billing.accounts.domain.events import AuditRecorded
from billing.payments.domain.voucher import VOUCHER, VoucherAct, VoucherState, WaitingBatch
from billing.payments.ports.unit_of_work import UnitOfWork
from kernel.acting_person import may_be_one
from kernel.caller import Caller
from kernel.errors import NotAllowed, NotFound
from kernel.money import fen


@dataclass(frozen=True, slots=True)
class ReleaseVouchers:
    """Which, by whom and why."""

    batch: str
    caller: Caller
    reason: str


async def release_vouchers(
    asked: ReleaseVouchers, *, uow: UnitOfWork, now: datetime
) -> WaitingBatch:
    """Let all that wait of a batch be redeemed; return how many, and what they are worth.

    Raises `ROLE_REQUIRED`, `FIELD_MISSING`, `BATCH_UNKNOWN` where none of it waits, and
    `SAME_PERSON` for who loaded any of it.
    """
    check_may(asked.caller, Deed.RELEASE_VOUCHERS, reason=asked.reason)
    state = VOUCHER.after(VoucherState.WAITING, VoucherAct.RELEASED)
    async with uow:
        waiting = await uow.vouchers.waiting(batch=asked.batch)
        if not waiting:
            sentence = "No voucher of this batch waits."
            raise NotFound("BATCH_UNKNOWN", sentence, field="batch")
        if any(may_be_one(asked.caller.id, one.loaded_by) for one in waiting):
            raise NotAllowed("SAME_PERSON", "Another person than who loaded them releases them.")
        loaders = [one.loaded_by for one in waiting]
        released, worth = await uow.vouchers.release(asked.batch, loaders, state=state)
        audited = AuditRecorded(
            action="vouchers.released",
            object_id=f"batch {asked.batch}",
            reason=asked.reason,
            outcome=f"{released} vouchers, {worth} fen",
            at=now,
        )
        await uow.publish([audited], now=now)
        return WaitingBatch(asked.batch, ", ".join(loaders), released, fen(worth))
