"""Cancel a pack: unused it is given back, used it is theirs to its end and not bought again."""

from dataclasses import dataclass, replace
from datetime import datetime

from billing.accounts.domain.account import Account
from billing.accounts.domain.events import AuditRecorded
from billing.accounts.ports import ByAccount
from billing.accounts.usecases.find_account import may_see
from billing.allowances.domain.allowance import Allowance, Source
from billing.allowances.usecases.grant_allowances import ended
from billing.ledger.domain.entry import reversal_of
from billing.ledger.usecases.post_entries import Booking, book
from billing.packs.domain.events import DatapackExpired
from billing.packs.ports import UnitOfWork
from kernel.caller import Caller
from kernel.errors import NotAllowed, NotFound
from kernel.money import Money, fen


@dataclass(frozen=True, slots=True)
class CancelPack:
    """Which one, and who cancels it."""

    allowance_id: str
    caller: Caller


@dataclass(frozen=True, slots=True)
class Cancelled:
    """The allowance as it is now, what was given back, and the account after it."""

    allowance: Allowance
    given_back: Money
    account: Account


async def cancel_pack(asked: CancelPack, *, uow: UnitOfWork, now: datetime) -> Cancelled:
    """Give it back, or let it not renew (rules 7.12: irrevocable after first use).

    Raises `NOT_YOURS`, `PACK_UNKNOWN`, `PACK_ENDED`, `PACK_USED` where it does not renew anyway.
    """
    async with uow:
        account, pack = await _taken(asked, uow=uow)
        if pack.is_over(now):
            raise NotAllowed("PACK_ENDED", "This pack is over.")
        await uow.publish([_audited(pack, now=now)], now=now)
        # What is under way may draw on it, and was promised that it may.
        under_way = await uow.reservations.beside(pack.id, account_id=account.id, kind=pack.kind)
        if pack.used or under_way:
            kept = _not_renewed(pack)
            await uow.allowances.save([kept])
            return Cancelled(kept, fen(0), account)
        return await _given_back(pack, account, uow=uow, now=now)


async def _taken(asked: CancelPack, *, uow: UnitOfWork) -> tuple[Account, Allowance]:
    """Return it with its account locked: what was read before that is read again."""
    seen = await uow.allowances.get(asked.allowance_id)
    account = await uow.accounts.get_for_update(ByAccount(seen.account_id)) if seen else None
    if not may_see(account, caller=asked.caller):
        raise NotAllowed("NOT_YOURS", "This is not yours.")
    pack = await uow.allowances.get(asked.allowance_id)
    if account is None or pack is None or pack.source is not Source.PACK:
        raise NotFound("PACK_UNKNOWN", "There is no such pack.", field="allowance_id")
    return account, pack


def _not_renewed(pack: Allowance) -> Allowance:
    if not pack.renews:
        raise NotAllowed("PACK_USED", "It is used: it goes on to its end and is not bought again.")
    return replace(pack, renews=False)


async def _given_back(
    pack: Allowance, account: Account, *, uow: UnitOfWork, now: datetime
) -> Cancelled:
    over = ended(pack, at=now)
    await uow.allowances.save([over])
    moved = await uow.ledger.of_cause(account.id, cause_id=pack.id)
    given_back = fen(pack.price)
    expired = DatapackExpired(
        account_id=account.id,
        subscriber_id=account.subscriber_id,
        allowance=pack,
        given_back=given_back,
        occurred_at=now,
    )
    await uow.publish([expired], now=now)
    entries = tuple(reversal_of(entry, at=now) for entry in moved)
    (booked,) = await book([Booking(account, entries)], uow=uow, now=now)
    return Cancelled(over, given_back, booked)


def _audited(pack: Allowance, *, now: datetime) -> AuditRecorded:
    return AuditRecorded(
        action="pack.cancelled",
        object_id=f"account {pack.account_id}",
        reason="",
        outcome=f"{pack.offering}: {pack.used} of {pack.total} used",
        at=now,
    )
