"""Load printed vouchers, and block those that were lost."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from billing.domain.events import AuditRecorded
from billing.domain.payment import check_amount
from billing.domain.person import Deed, Person, check_may, check_role
from billing.domain.voucher import Voucher, VoucherAct, VoucherState
from billing.usecases.ports import Desk
from kernel.errors import Invalid, NotFound, Refusal
from kernel.money import Money


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadVouchers:
    """A batch of the same worth."""

    batch: str
    amount: Money
    valid_to: datetime
    vouchers: Sequence[Voucher]
    person: Person


@dataclass(frozen=True, slots=True)
class BlockVouchers:
    """Which, by whom and why."""

    serials: Sequence[str]
    person: Person


async def load_vouchers(asked: LoadVouchers, *, desk: Desk, now: datetime) -> int:
    """Keep those that are new and return how many; raises `ROLE_REQUIRED`, `INVALID_ARGUMENT`."""
    check_role(asked.person, Deed.LOAD_VOUCHERS)
    check_amount(asked.amount)
    if asked.valid_to <= now:
        raise Invalid("INVALID_ARGUMENT", "They are no longer valid.", field="valid_until")
    async with desk:
        added = await desk.till.vouchers.add(asked.vouchers)
        outcome = f"{added} vouchers of {asked.amount.minor} fen"
        audited = AuditRecorded(
            action="vouchers.loaded",
            object_id=f"batch {asked.batch}",
            reason="",
            outcome=outcome,
            at=now,
        )
        await desk.say([audited], now=now)
        return added


async def block_vouchers(asked: BlockVouchers, *, desk: Desk, now: datetime) -> int:
    """Block all of them or none; return how many were not blocked before.

    Raises `ROLE_REQUIRED`, `FIELD_MISSING`, `VOUCHER_UNKNOWN`, `VOUCHER_USED`.
    """
    check_may(asked.person, Deed.BLOCK_VOUCHERS)
    async with desk:
        known = await desk.till.vouchers.take_all(set(asked.serials))
        for place, serial in enumerate(asked.serials):
            _check_blockable(known.get(serial), field=f"serials[{place}]")
        blocked = [
            one.after(VoucherAct.BLOCKED)
            for one in known.values()
            if one.state is VoucherState.ACTIVE
        ]
        await desk.till.vouchers.keep(blocked)
        audits = [_blocked(one, person=asked.person, now=now) for one in blocked]
        await desk.say(audits, now=now)
        return len(blocked)


def _check_blockable(voucher: Voucher | None, *, field: str) -> None:
    if voucher is None:
        raise NotFound("VOUCHER_UNKNOWN", "There is no voucher of this serial.", field=field)
    if voucher.state is VoucherState.USED:
        raise Refusal("VOUCHER_USED", "This voucher was redeemed already.", field=field)


def _blocked(voucher: Voucher, *, person: Person, now: datetime) -> AuditRecorded:
    return AuditRecorded(
        action="voucher.blocked",
        object_id=f"voucher {voucher.serial}",
        reason=person.reason,
        outcome="done",
        at=now,
    )
