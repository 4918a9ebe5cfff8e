"""Look back at what was used and paid: hers she may see, others' she may not."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from billing.accounts.domain.account import Account
from billing.accounts.domain.events import AuditRecorded
from billing.accounts.ports import ByAccount, BySubscriber, Desk, Reads
from billing.accounts.usecases.find_account import Asker, find_account
from billing.catalogue.domain.countries import INTERNATIONAL
from billing.payments.domain.payment import Payment
from billing.payments.domain.top_up import TopUpState
from billing.payments.ports.histories import History, ListedPayment, Slice, UsageSum, WhichAccounts
from billing.rating.domain.itemised import Period, earliest_kept
from billing.rating.ports.usage import UsageLine
from kernel.errors import NotAllowed, NotFound


@dataclass(frozen=True, slots=True)
class Looking:
    """Who looks, when, and where that is found and noted."""

    asker: Asker
    now: datetime
    reads: Reads
    history: History
    desk: Desk

    async def note(self, action: str, object_id: str) -> None:
        """Have it audited that somebody looked (R-CDR-4)."""
        seen = AuditRecorded(
            action=action, object_id=object_id, reason="", outcome="done", at=self.now
        )
        async with self.desk:
            await self.desk.say([seen], now=self.now)


@dataclass(frozen=True, slots=True)
class WhichUsage:
    """What part of whose use; `kind` empty: all kinds."""

    subscriber_id: str
    period: Period
    kind: str
    part: Slice


@dataclass(frozen=True, slots=True)
class WhichPayments:
    """Into which accounts, none: into all; `status` None: whatever became of them."""

    account_ids: Collection[str] = ()
    status: TopUpState | None = None


async def list_usage(which: WhichUsage, *, looking: Looking) -> tuple[Sequence[UsageLine], int]:
    """Return rated records, newest first, and how many there are; raises as `find_account` does."""
    payee = BySubscriber(which.subscriber_id)
    await find_account(payee, reads=looking.reads, asker=looking.asker)
    await looking.note("usage.listed", which.subscriber_id)
    return await looking.history.usage(
        which.subscriber_id, period=which.period, kind=which.kind, part=which.part
    )


async def find_usage(record_id: str, *, looking: Looking) -> UsageLine:
    """Return one rated record of the six months; raises `USAGE_UNKNOWN`, `NOT_YOURS`."""
    line = await looking.history.usage_record(record_id)
    if line is None or line.record.started_at < earliest_kept(looking.now):
        raise _not_there("USAGE_UNKNOWN", "There is no such use.", asker=looking.asker)
    payee = BySubscriber(line.record.subscriber_id)
    await find_account(payee, reads=looking.reads, asker=looking.asker)
    await looking.note("usage.read", line.record.subscriber_id)
    return line


async def countries_of(lines: Sequence[UsageLine], *, reads: Reads) -> Mapping[str, str]:
    """Return the country each record was made in, by its id; at home nobody looks for one.

    It is what the catalogue of its day says; nothing is said of a network that does not know.
    """
    abroad = [one.record for one in lines if one.record.roam_type == INTERNATIONAL]
    if not abroad:
        return {}
    known = await reads.catalogues()
    found = {one.id: known.country_of(one.visited_plmn, at=one.started_at) for one in abroad}
    return {record_id: country for record_id, country in found.items() if country}


async def sum_usage(subscriber_id: str, *, period: Period, looking: Looking) -> Sequence[UsageSum]:
    """Return what was used of each kind; raises as `find_account` does."""
    await find_account(BySubscriber(subscriber_id), reads=looking.reads, asker=looking.asker)
    return await looking.history.usage_sums(subscriber_id, period=period)


async def find_payment(payment_id: str, *, looking: Looking) -> tuple[Payment, Account]:
    """Return a payment and its account; raises `PAYMENT_UNKNOWN`, `NOT_YOURS`."""
    payment = await looking.history.payment(payment_id)
    if payment is None:
        raise _not_there("PAYMENT_UNKNOWN", "There is no such payment.", asker=looking.asker)
    payee = ByAccount(payment.account_id)
    return payment, await find_account(payee, reads=looking.reads, asker=looking.asker)


async def list_payments(
    which: WhichPayments, *, part: Slice, looking: Looking
) -> tuple[Sequence[ListedPayment], int]:
    """Return payments into these accounts and what was asked for, newest first.

    Raises as `find_account` does.
    """
    for account_id in which.account_ids:
        await find_account(ByAccount(account_id), reads=looking.reads, asker=looking.asker)
    return await looking.history.payments(which.account_ids, part=part, status=which.status)


async def list_all_payments(
    which: WhichPayments, *, part: Slice, looking: Looking
) -> tuple[Sequence[ListedPayment], int]:
    """Return payments into whatever account and what was asked for, newest first.

    Raises `NOT_YOURS` for customers.
    """
    _for_staff(looking.asker)
    return await looking.history.newest_payments(part=part, status=which.status)


async def list_accounts(
    which: WhichAccounts, *, part: Slice, looking: Looking
) -> tuple[Sequence[Account], int]:
    """Return accounts in the order of their ids; raises `NOT_YOURS` for customers."""
    _for_staff(looking.asker)
    return await looking.history.accounts(which, part=part)


def _for_staff(asker: Asker) -> None:
    if asker.customer_id is not None:
        raise NotAllowed("NOT_YOURS", "This is not yours.")


def _not_there(code: str, sentence: str, *, asker: Asker) -> NotAllowed | NotFound:
    """Return the answer a customer also gets for what is another's: nobody learns what there is."""
    if asker.customer_id is not None:
        return NotAllowed("NOT_YOURS", "This is not yours.")
    return NotFound(code, sentence)
