"""Give back what a month costs less by volume since more was used in it: to the books that paid.

A use that reaches a cheaper slot makes all earlier ones of its month cheaper, and may so cost less
than nothing. What was paid with a gift is a gift again and not cash.
"""

from collections.abc import Sequence
from dataclasses import replace

from billing.accounts.domain.account import MILLIFEN
from billing.accounts.domain.ledger_account import LedgerAccount, Posting
from billing.accounts.domain.lines import subscribers_of
from billing.allowances.domain.usage import Judged
from billing.catalogue.domain.tariff import ITEM
from billing.charging.ports.unit_of_work import UnitOfWork
from billing.ledger.domain.books import given_back, without_cash
from billing.ledger.domain.entry import Entry
from billing.ledger.usecases.post_entries import Booking
from billing.rating.domain.itemised import Period
from billing.rating.usecases.replay_usage import records_of
from kernel.civil import civil_date, first_of_month, first_of_next_month, start_of_day
from kernel.money import fen


def makes_use_cheaper(entry: Entry) -> bool:
    """Tell whether it gives back what use cost; an item's money is cash and stays it."""
    return not entry.is_for_cash and entry.credited_to(LedgerAccount.USAGE).minor < 0


async def give_back(booking: Booking, judged: Sequence[Judged], *, uow: UnitOfWork) -> Booking:
    """Return a booking that gives back use, with the books that paid for it in these months."""
    account, (entry, *others) = booking.account, booking.entries
    days = [civil_date(one.record.started_at) for one in judged if one.account_id == account.id]
    period = Period(
        start_of_day(first_of_month(min(days))), start_of_day(first_of_next_month(max(days)))
    )
    differences = uow.differences
    kept = [
        one
        async for one in records_of(subscribers_of(account), period=period, differences=differences)
        if one.rated_at is not None
    ]
    paid = await uow.ledger.paid_for_use(
        account.id,
        moments={one.rated_at for one in kept if one.rated_at is not None},
        records={one.record.id for one in kept},
    )
    items = sum(one.millifen for one in kept if one.record.kind == ITEM)
    paid = without_cash(paid, fen(items // MILLIFEN))
    back = sum(one.amount.minor for one in entry.postings if one.book is LedgerAccount.CUSTOMER)
    postings = (*given_back(fen(back), paid), Posting(LedgerAccount.USAGE, fen(-back)))
    return replace(booking, entries=(replace(entry, postings=postings), *others))
