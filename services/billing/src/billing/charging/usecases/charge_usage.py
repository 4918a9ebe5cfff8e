"""Charge rated records: whole fen are deducted, the thousandths left over are carried on.

However the same records are cut into batches, the same fen are deducted.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from billing.accounts.domain.account import MILLIFEN, Account, Deduction
from billing.allowances.domain.usage import Charge, Judged
from billing.charging.domain.events import UsageRated
from billing.charging.ports.unit_of_work import UnitOfWork
from billing.charging.usecases.give_back import give_back
from billing.charging.usecases.watch_use import watch_use
from billing.ledger.domain.entry import USAGE_CHARGED, Cause, Why, entry_of
from billing.ledger.ports.credit_control import Judge
from billing.ledger.usecases.post_entries import Booking
from billing.ledger.usecases.post_use import post_use
from kernel.money import fen


async def charge_usage(
    judged: Sequence[Judged],
    *,
    accounts: Mapping[str, Account],
    uow: UnitOfWork,
    batch_id: str,
    now: datetime,
) -> None:
    """Deduct what these records cost: one entry per batch, one posting per account."""
    sums: dict[str, int] = defaultdict(int)
    events = []
    for use in judged:
        if use.charge is not None and use.account_id is not None:
            sums[use.account_id] += use.charge.millifen
            events.append(_rated(use, use.charge, use.account_id))
    if not events:
        return
    await uow.publish(events, now=now)
    # What is deducted now need not be kept aside any more.
    await uow.reservations.drop_rated([event.record_id for event in events])
    cause = Cause(Why.USAGE, batch_id)
    noticed = await watch_use(judged, accounts=accounts, uow=uow, now=now)
    judge = await uow.credit_control.judge_at(now)
    charged = [(accounts[key], millifen) for key, millifen in sorted(sums.items()) if millifen]
    quiet = _quiet([one for one in charged if one[0].id not in noticed], judge, now=now)
    bookings = []
    for account, millifen in charged:
        if account.id not in quiet:
            made = _booking(account, millifen=millifen, cause=cause, now=now)
            if account.books and account.carry + millifen < 0:
                made = await give_back(made, judged, uow=uow)
            bookings.append(replace(made, credit=noticed.get(account.id)))
    deductions = tuple(quiet.values())
    await post_use(bookings, deductions=deductions, uow=uow, cause=cause, now=now)


def _quiet(
    charged: Sequence[tuple[Account, int]], judge: Judge, *, now: datetime
) -> Mapping[str, Deduction]:
    """Return what is taken of accounts that only have less after it, by their ids.

    That is nearly all of them: cash pays, or their limit, and credit control has nothing to say.
    """
    quiet = {}
    for account, millifen in charged:
        less = account.less(millifen)
        if not account.books and judge.has_nothing_to_say(account, left=less.left, now=now):
            quiet[account.id] = less
    return quiet


def _booking(account: Account, *, millifen: int, cause: Cause, now: datetime) -> Booking:
    whole, carry = divmod(account.carry + millifen, MILLIFEN)
    entries = entry_of(USAGE_CHARGED, fen(whole), account_id=account.id, cause=cause, at=now)
    return Booking(replace(account, carry=carry), entries)


def _rated(judged: Judged, charge: Charge, account_id: str) -> UsageRated:
    record = judged.record
    return UsageRated(
        record_id=record.id,
        account_id=account_id,
        subscriber_id=record.subscriber_id,
        kind=record.kind,
        charged_millifen=charge.millifen,
        started_at=record.started_at,
    )
