"""Charge rated records: whole fen are deducted, the thousandths left over are carried on.

However the same records are cut into batches, the same fen are deducted.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from billing.domain.account import Account
from billing.domain.events import UsageRated
from billing.domain.ledger import USAGE_CHARGED, Cause, Why, entry_of
from billing.domain.usage import Charge, Judged
from billing.usecases.book import Booking, book
from billing.usecases.ports import Desk
from billing.usecases.watch_use import watch_use
from kernel.money import fen

_MILLIFEN = 1000


async def charge_usage(
    judged: Sequence[Judged],
    *,
    accounts: Mapping[str, Account],
    desk: Desk,
    batch_id: str,
    now: datetime,
) -> None:
    """Deduct what these records cost: one entry per account and batch."""
    sums: dict[str, int] = defaultdict(int)
    events = []
    for one in judged:
        if one.charge is not None and one.account_id is not None:
            sums[one.account_id] += one.charge.millifen
            events.append(_rated(one, one.charge, one.account_id))
    await desk.say(events, now=now)
    # What is deducted now need not be kept aside any more.
    await desk.reservations.drop_rated([event.record_id for event in events])
    cause = Cause(Why.USAGE, batch_id)
    noticed = await watch_use(judged, accounts=accounts, desk=desk, now=now)
    bookings = [
        replace(
            _booking(accounts[account_id], millifen=millifen, cause=cause, now=now),
            credit=noticed.get(account_id),
        )
        for account_id, millifen in sorted(sums.items())
        if millifen
    ]
    await book(bookings, desk=desk, now=now)


def _booking(account: Account, *, millifen: int, cause: Cause, now: datetime) -> Booking:
    whole, carry = divmod(account.carry + millifen, _MILLIFEN)
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
