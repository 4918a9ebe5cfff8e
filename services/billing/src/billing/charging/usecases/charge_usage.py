"""Charge rated records: whole fen are deducted, the thousandths left over are carried on.

However the same records are cut into batches, the same fen are deducted.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from billing.accounts.domain.account import MILLIFEN, Account, Deduction
from billing.accounts.domain.events import BalanceChanged, UsageRated
from billing.accounts.ports import Desk
from billing.allowances.domain.usage import Charge, Judged
from billing.catalogue.domain.catalogue import Catalogue
from billing.charging.usecases.give_back import give_back
from billing.charging.usecases.watch_use import watch_use
from billing.credit.processes import exposure
from billing.credit.processes.arrears import has_nothing_to_say, low_mark
from billing.ledger.domain.entry import USAGE_CHARGED, Book, Cause, Share, Why, entry_of, together
from billing.ledger.usecases.post_entries import Booking, book_accounts
from kernel.civil import civil_date
from kernel.money import fen


async def charge_usage(
    judged: Sequence[Judged],
    *,
    accounts: Mapping[str, Account],
    desk: Desk,
    batch_id: str,
    now: datetime,
) -> None:
    """Deduct what these records cost: one entry per batch, one posting per account."""
    sums: dict[str, int] = defaultdict(int)
    events = []
    for one in judged:
        if one.charge is not None and one.account_id is not None:
            sums[one.account_id] += one.charge.millifen
            events.append(_rated(one, one.charge, one.account_id))
    if not events:
        return
    await desk.say(events, now=now)
    # What is deducted now need not be kept aside any more.
    await desk.reservations.drop_rated([event.record_id for event in events])
    cause = Cause(Why.USAGE, batch_id)
    noticed = await watch_use(judged, accounts=accounts, desk=desk, now=now)
    catalogue = (await desk.shelf.all()).on(civil_date(now))
    charged = [(accounts[key], millifen) for key, millifen in sorted(sums.items()) if millifen]
    quiet = _quiet([one for one in charged if one[0].id not in noticed], catalogue, now=now)
    bookings = []
    for account, millifen in charged:
        if account.id not in quiet:
            made = _booking(account, millifen=millifen, cause=cause, now=now)
            if account.books and account.carry + millifen < 0:
                made = await give_back(made, judged, desk=desk)
            bookings.append(replace(made, credit=noticed.get(account.id)))
    await _deduct(tuple(quiet.values()), desk=desk, now=now)
    _, entries = await book_accounts(bookings, desk=desk, now=now)
    shares = [
        Share(one.account_id, Book.CUSTOMER, -one.minor) for one in quiet.values() if one.minor
    ]
    whole = together(entries, cause=cause, at=now, shares=shares)
    await desk.ledger.append_together(whole)


def _quiet(
    charged: Sequence[tuple[Account, int]], catalogue: Catalogue, *, now: datetime
) -> Mapping[str, Deduction]:
    """Return what is taken of accounts that only have less after it, by their ids.

    That is nearly all of them: cash pays, or her limit, and credit control has nothing to say.
    """
    marks: dict[str, int] = {}
    quiet = {}
    for account, millifen in charged:
        less = account.less(millifen)
        if account.books:
            continue
        if account.is_postpaid:
            if exposure.has_nothing_to_say(account, left=less.left, now=now):
                quiet[account.id] = less
            continue
        mark = marks.get(account.offering)
        if mark is None:
            fee = catalogue.offering(account.offering).monthly_fee
            mark = marks[account.offering] = low_mark(fee)
        if has_nothing_to_say(account, left=less.left, mark=mark):
            quiet[account.id] = less
    return quiet


async def _deduct(deductions: Sequence[Deduction], *, desk: Desk, now: datetime) -> None:
    await desk.accounts.deduct(deductions)
    changed = [
        BalanceChanged(
            account_id=one.account_id,
            balance=fen(one.left),
            version=one.version,
            cause=Why.USAGE,
            occurred_at=now,
        )
        for one in deductions
        if one.minor
    ]
    await desk.say(changed, now=now)


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
