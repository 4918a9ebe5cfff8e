"""Load printed vouchers, and block those that were lost."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from billing.accounts.domain.deed import Deed, check_may, check_role
from billing.accounts.domain.events import AuditRecorded
from billing.ledger.domain.amount import check_amount
from billing.ledger.domain.approval import DoneAlone
from billing.payments.domain.voucher import VOUCHER, Voucher, VoucherAct, VoucherState
from billing.payments.ports.unit_of_work import UnitOfWork
from kernel.acting_person import counted_as
from kernel.caller import Caller
from kernel.civil import civil_date
from kernel.errors import Invalid, NotFound, Refusal
from kernel.money import Money, fen


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadVouchers:
    """A batch of the same worth."""

    batch: str
    amount: Money
    valid_to: datetime
    vouchers: Sequence[Voucher]
    caller: Caller


@dataclass(frozen=True, slots=True)
class BlockVouchers:
    """Which, by whom and why."""

    serials: Sequence[str]
    caller: Caller
    reason: str


@dataclass(frozen=True, slots=True)
class Loaded:
    """How many were new, and of them those that wait for a second person."""

    added: int
    waiting: int = 0


async def load_vouchers(
    asked: LoadVouchers, *, uow: UnitOfWork, alone: Money, now: datetime
) -> Loaded:
    """Keep those that are new; raises `ROLE_REQUIRED`, `FIELD_NOT_VALID`.

    `alone`: what one person may load in a day. What is worth more waits for a second one.
    """
    check_role(asked.caller, Deed.LOAD_VOUCHERS)
    check_amount(asked.amount)
    if asked.valid_to <= now:
        raise Invalid("FIELD_NOT_VALID", "They are no longer valid.", field="valid_until")
    async with uow:
        loaded = await _added(asked, uow=uow, alone=alone, now=now)
        waits = f", {loaded.waiting} wait" if loaded.waiting else ""
        outcome = f"{loaded.added} vouchers of {asked.amount.minor} fen{waits}"
        audited = AuditRecorded(
            action="vouchers.loaded",
            object_id=f"batch {asked.batch}",
            reason="",
            outcome=outcome,
            at=now,
        )
        await uow.publish([audited], now=now)
        return loaded


async def _added(asked: LoadVouchers, *, uow: UnitOfWork, alone: Money, now: datetime) -> Loaded:
    day, sums, by = civil_date(now), uow.alone, asked.caller.id
    who = {"person": counted_as(by), "account_id": asked.batch}
    done = await sums.get_for_update(day, DoneAlone.VOUCHERS_LOADED, **who)
    worth = fen(asked.amount.minor * len(asked.vouchers))
    waits = done.by_person + worth > alone
    state = VoucherState.WAITING if waits else VoucherState.ACTIVE
    vouchers = [replace(one, state=VOUCHER.begin(state), loaded_by=by) for one in asked.vouchers]
    added = await uow.vouchers.add(vouchers)
    if waits:
        return Loaded(added, waiting=added)
    await sums.add(day, fen(asked.amount.minor * added), DoneAlone.VOUCHERS_LOADED, **who)
    return Loaded(added)


async def block_vouchers(asked: BlockVouchers, *, uow: UnitOfWork, now: datetime) -> int:
    """Block all of them or none; return how many were not blocked before.

    Raises `ROLE_REQUIRED`, `FIELD_MISSING`, `VOUCHER_UNKNOWN`, `VOUCHER_USED`.
    """
    check_may(asked.caller, Deed.BLOCK_VOUCHERS, reason=asked.reason)
    async with uow:
        known = await uow.vouchers.get_all_for_update(set(asked.serials))
        for place, serial in enumerate(asked.serials):
            _check_blockable(known.get(serial), field=f"serials[{place}]")
        blocked = [
            one.after(VoucherAct.BLOCKED)
            for one in known.values()
            if one.state in (VoucherState.ACTIVE, VoucherState.WAITING)
        ]
        await uow.vouchers.save(blocked)
        audits = [_blocked(one, reason=asked.reason, now=now) for one in blocked]
        await uow.publish(audits, now=now)
        return len(blocked)


def _check_blockable(voucher: Voucher | None, *, field: str) -> None:
    if voucher is None:
        raise NotFound("VOUCHER_UNKNOWN", "There is no voucher of this serial.", field=field)
    if voucher.state is VoucherState.USED:
        raise Refusal("VOUCHER_USED", "This voucher was redeemed already.", field=field)


def _blocked(voucher: Voucher, *, reason: str, now: datetime) -> AuditRecorded:
    return AuditRecorded(
        action="voucher.blocked",
        object_id=f"voucher {voucher.serial}",
        reason=reason,
        outcome="done",
        at=now,
    )
