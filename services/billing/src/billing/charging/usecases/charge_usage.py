"""Charge rated records: whole fen are deducted, the thousandths left over are carried on.

However the same records are cut into batches, the same fen are deducted.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from billing.accounts.domain.account import Account, Deduction
from billing.allowances.domain.usage import Charge, Judged
from billing.charging.domain.events import UsageRated
from billing.charging.domain.whole_fen import Cost, entries_of, items_among, whole_fen
from billing.charging.ports.unit_of_work import UnitOfWork
from billing.charging.usecases.give_back import give_back, makes_use_cheaper
from billing.charging.usecases.watch_use import watch_use
from billing.ledger.domain.entry import Cause, Why
from billing.ledger.ports.credit_control import Judge
from billing.ledger.usecases.post_entries import Booking
from billing.ledger.usecases.post_use import post_use


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
    loud = [one for one in charged if one[0].id not in quiet]
    items = items_among(judged) if loud else {}
    bookings = []
    for account, millifen in loud:
        cost = Cost(millifen=millifen, items=items.get(account.id, 0))
        made = _booking(account, cost, cause=cause, now=now)
        if account.books and any(map(makes_use_cheaper, made.entries)):
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


def _booking(account: Account, cost: Cost, *, cause: Cause, now: datetime) -> Booking:
    whole = whole_fen(account, cost)
    use, items = entries_of(whole, account_id=account.id, cause=cause, of_items=cause, at=now)
    return Booking(replace(account, carry=whole.carry), (*use, *items))


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
