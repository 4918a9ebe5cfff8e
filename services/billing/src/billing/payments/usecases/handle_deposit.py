"""Take a deposit (押金) and return it: a book of its own that pays for nothing."""

from dataclasses import dataclass, replace
from datetime import datetime

from billing.accounts.domain.account import CHARGED_FOR_ORDERS, Account
from billing.accounts.domain.balance_book import BalanceBook, BookKind
from billing.accounts.domain.deed import Deed, check_may
from billing.accounts.domain.events import AuditRecorded
from billing.accounts.domain.ledger_account import LedgerAccount, Posting
from billing.accounts.ports import ByAccount
from billing.accounts.usecases.take_account import take_account, take_account_in
from billing.ledger.domain.adjustment import DEPOSIT, Adjustment, AdjustmentState
from billing.ledger.domain.amount import check_amount
from billing.ledger.domain.approval import ApprovalLimits
from billing.ledger.domain.books import emptied, entry_into
from billing.ledger.domain.entry import Cause, Entry, Why
from billing.ledger.usecases.move_alone import begun, keep_asked
from billing.ledger.usecases.post_entries import Booking, book
from billing.payments.domain.collector import check_at_the_till
from billing.payments.ports.unit_of_work import UnitOfWork
from kernel.caller import Caller
from kernel.errors import NotFound, Refusal
from kernel.ids import derived_id
from kernel.money import Money, fen


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeDeposit:
    """How much, for which account, and what for."""

    request_id: str
    account_id: str
    amount: Money
    caller: Caller
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnDeposit:
    """Which book of which account."""

    request_id: str
    account_id: str
    book_id: str
    caller: Caller
    reason: str


@dataclass(frozen=True, slots=True)
class Returned:
    """How much was given back, and the account after it; or what waits for a second person."""

    amount: Money
    account: Account
    waiting: Adjustment | None = None


async def take_deposit(asked: TakeDeposit, *, uow: UnitOfWork, now: datetime) -> BalanceBook:
    """Keep it apart.

    Raises `ROLE_REQUIRED`, `CHANNEL_NOT_ALLOWED`, `FIELD_MISSING`, `FIELD_NOT_VALID`,
    `ACCOUNT_UNKNOWN`, `STATE_NOT_ALLOWED`, `REQUEST_ID_REUSED`.
    """
    check_may(asked.caller, Deed.HANDLE_DEPOSIT, reason=asked.reason)
    check_at_the_till(asked.caller)
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
    async with uow:
        account = await take_account_in(asked.account_id, states=CHARGED_FOR_ORDERS, uow=uow)
        if not await uow.books.add([deposit]):
            sentence = "This deposit was taken already."
            raise Refusal("REQUEST_ID_REUSED", sentence, field="request_id")
        holding = replace(account, books=(*account.books, deposit))
        await uow.publish([_audited("taken", deposit, reason=asked.reason, now=now)], now=now)
        await book([Booking(holding, (_taken(deposit),))], uow=uow, now=now)
        return replace(deposit, left=deposit.amount)


async def return_deposit(
    asked: ReturnDeposit, *, uow: UnitOfWork, limits: ApprovalLimits, now: datetime
) -> Returned:
    """Give it back in cash, or let that wait for a second person.

    What an account left when it closed is paid out as a refund.

    Raises `ROLE_REQUIRED`, `FIELD_MISSING`, `ACCOUNT_UNKNOWN`, `DEPOSIT_UNKNOWN`.
    """
    check_may(asked.caller, Deed.HANDLE_DEPOSIT, reason=asked.reason)
    async with uow:
        account = await take_account(ByAccount(asked.account_id), uow=uow)
        deposit = _held(asked.book_id, account)
        wished = _asked(asked, deposit, now=now)
        asked_for = await begun(wished, uow=uow, limits=limits, now=now)
        if asked_for.state is AdjustmentState.WAITING:
            await keep_asked(asked_for, asked.reason, uow=uow, now=now)
            return Returned(fen(0), account, asked_for)
        await uow.publish([_audited("returned", deposit, reason=asked.reason, now=now)], now=now)
        return await give_back(asked.book_id, account, uow=uow, now=now)


async def give_back(book_id: str, account: Account, *, uow: UnitOfWork, now: datetime) -> Returned:
    """Give back what may be given back, in an open unit of work; raises `DEPOSIT_UNKNOWN`."""
    deposit = _held(book_id, account)
    entries = entry_into(
        LedgerAccount.CASH,
        emptied([deposit]),
        account_id=account.id,
        cause=Cause(Why.DEPOSIT_RETURNED, deposit.id),
        at=now,
    )
    (booked,) = await book([Booking(account, entries)], uow=uow, now=now)
    await uow.books.end(deposit)
    return Returned(deposit.left, booked)


def _held(book_id: str, account: Account) -> BalanceBook:
    held = [one for one in account.books if one.id == book_id]
    deposit = next((one for one in held if one.kind is BookKind.DEPOSIT), None)
    if deposit is None or not deposit.left.minor:
        raise NotFound("DEPOSIT_UNKNOWN", "No such deposit is held.", field="book_id")
    return deposit


def _asked(asked: ReturnDeposit, deposit: BalanceBook, *, now: datetime) -> Adjustment:
    return Adjustment(
        id=derived_id("adjustment", asked.request_id),
        account_id=asked.account_id,
        amount=-deposit.left,
        reason_code=DEPOSIT,
        reason=asked.reason,
        asked_by=asked.caller.id,
        asked_at=now,
        book_id=deposit.id,
    )


def _taken(deposit: BalanceBook) -> Entry:
    return Entry(
        account_id=deposit.account_id,
        cause=Cause(Why.DEPOSIT, deposit.id),
        at=deposit.valid_from,
        postings=(
            Posting(LedgerAccount.CASH, -deposit.amount),
            Posting(LedgerAccount.DEPOSIT, deposit.amount, deposit.id),
        ),
    )


def _audited(act: str, deposit: BalanceBook, *, reason: str, now: datetime) -> AuditRecorded:
    return AuditRecorded(
        action=f"deposit.{act}",
        object_id=f"account {deposit.account_id}",
        reason=reason,
        outcome=f"{deposit.amount.minor} fen",
        at=now,
    )
