"""Take a deposit (押金) and return it: a book of its own that pays for nothing."""

from dataclasses import dataclass, replace
from datetime import datetime

from billing.domain.account import CHARGED_FOR_ORDERS
from billing.domain.books import BalanceBook, BookKind, emptied, entry_into
from billing.domain.collector import check_at_the_till
from billing.domain.events import AuditRecorded
from billing.domain.ledger import Book, Cause, Entry, Posting, Why
from billing.domain.payment import check_amount
from billing.domain.person import Deed, Person, check_may
from billing.usecases.book import Booking, book
from billing.usecases.ports import ByAccount, Desk
from billing.usecases.take_account import take_account, take_account_in
from kernel.errors import NotFound, Refusal
from kernel.ids import derived_id
from kernel.money import Money, fen


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeDeposit:
    """How much, for which account, and what for."""

    request_id: str
    account_id: str
    amount: Money
    person: Person
    channel: str
    """Where this person signed in."""


@dataclass(frozen=True, slots=True)
class ReturnDeposit:
    """Which book of which account."""

    account_id: str
    book_id: str
    person: Person


async def take_deposit(asked: TakeDeposit, *, desk: Desk, now: datetime) -> BalanceBook:
    """Keep it apart.

    Raises `ROLE_REQUIRED`, `CHANNEL_NOT_ALLOWED`, `FIELD_MISSING`, `INVALID_ARGUMENT`,
    `ACCOUNT_UNKNOWN`, `STATE_NOT_ALLOWED`, `REQUEST_ID_REUSED`.
    """
    check_may(asked.person, Deed.HANDLE_DEPOSIT)
    check_at_the_till(asked.person, channel=asked.channel)
    check_amount(asked.amount)
    deposit = BalanceBook(
        id=derived_id("deposit", asked.request_id),
        account_id=asked.account_id,
        kind=BookKind.DEPOSIT,
        pays=frozenset(),
        amount=asked.amount,
        left=fen(0),
        valid_from=now,
    )
    async with desk:
        account = await take_account_in(asked.account_id, states=CHARGED_FOR_ORDERS, desk=desk)
        if not await desk.till.books.add([deposit]):
            sentence = "This deposit was taken already."
            raise Refusal("REQUEST_ID_REUSED", sentence, field="request_id")
        holding = replace(account, books=(*account.books, deposit))
        await desk.say([_audited("taken", deposit, person=asked.person, now=now)], now=now)
        await book([Booking(holding, (_taken(deposit),))], desk=desk, now=now)
        return replace(deposit, left=deposit.amount)


async def return_deposit(asked: ReturnDeposit, *, desk: Desk, now: datetime) -> Money:
    """Give it back in cash; what an account left when it closed is paid out as a refund.

    Raises `ROLE_REQUIRED`, `FIELD_MISSING`, `ACCOUNT_UNKNOWN`, `DEPOSIT_UNKNOWN`.
    """
    check_may(asked.person, Deed.HANDLE_DEPOSIT)
    async with desk:
        account = await take_account(ByAccount(asked.account_id), desk=desk)
        held = [one for one in account.books if one.id == asked.book_id]
        deposit = next((one for one in held if one.kind is BookKind.DEPOSIT), None)
        if deposit is None or not deposit.left.minor:
            sentence = "No such deposit is held."
            raise NotFound("DEPOSIT_UNKNOWN", sentence, field="book_id")
        entries = entry_into(
            Book.CASH,
            emptied([deposit]),
            account_id=account.id,
            cause=Cause(Why.DEPOSIT_RETURNED, deposit.id),
            at=now,
        )
        await desk.say([_audited("returned", deposit, person=asked.person, now=now)], now=now)
        await book([Booking(account, entries)], desk=desk, now=now)
        await desk.till.books.end(deposit)
        return deposit.left


def _taken(deposit: BalanceBook) -> Entry:
    return Entry(
        account_id=deposit.account_id,
        cause=Cause(Why.DEPOSIT, deposit.id),
        at=deposit.valid_from,
        postings=(
            Posting(Book.CASH, -deposit.amount),
            Posting(Book.DEPOSIT, deposit.amount, deposit.id),
        ),
    )


def _audited(act: str, deposit: BalanceBook, *, person: Person, now: datetime) -> AuditRecorded:
    return AuditRecorded(
        action=f"deposit.{act}",
        object_id=f"account {deposit.account_id}",
        reason=person.reason,
        outcome=f"{deposit.amount.minor} fen",
        at=now,
    )
