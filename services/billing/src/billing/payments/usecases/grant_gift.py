"""Grant a gift (赠款): money the operator gives, released and ended by the clock."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from billing.accounts.domain.account import CHARGED_FOR_ORDERS, Account
from billing.accounts.domain.balance_book import BalanceBook
from billing.accounts.domain.deed import Deed, check_may
from billing.accounts.domain.due import END_BOOK, RELEASE_BOOK
from billing.accounts.domain.events import AuditRecorded
from billing.accounts.domain.ledger_account import LedgerAccount
from billing.accounts.ports import ByAccount
from billing.accounts.usecases.take_account import take_account_in
from billing.ledger.domain.adjustment import GIFT, Adjustment, AdjustmentState
from billing.ledger.domain.approval import ApprovalLimits
from billing.ledger.domain.books import emptied, entry_into, gift_released
from billing.ledger.domain.entry import Cause, Entry, Why
from billing.ledger.domain.gift import Gift, books_of
from billing.ledger.usecases.move_alone import begun, keep_asked
from billing.ledger.usecases.post_entries import Booking, book
from billing.payments.ports.unit_of_work import UnitOfWork
from kernel.caller import Caller
from kernel.errors import Refusal
from kernel.ids import derived_id


@dataclass(frozen=True, slots=True)
class GrantGift:
    """What is given, and who gives it."""

    gift: Gift
    caller: Caller
    reason: str


@dataclass(frozen=True, slots=True)
class Granted:
    """The books of the gift, and the account after it."""

    books: Sequence[BalanceBook]
    account: Account
    waiting: Adjustment | None = None
    """What a second person decides about, where it is more than one may give."""


async def grant_gift(
    asked: GrantGift, *, uow: UnitOfWork, limits: ApprovalLimits, now: datetime
) -> Granted:
    """Give it, or let it wait for a second person; what is for later months comes on their first.

    Raises `ROLE_REQUIRED`, `FIELD_MISSING`, `ACCOUNT_UNKNOWN`, `STATE_NOT_ALLOWED`,
    `REQUEST_ID_REUSED`, and what `books_of` raises.
    """
    check_may(asked.caller, Deed.GRANT_GIFT, reason=asked.reason)
    books_of(asked.gift, now=now)
    async with uow:
        account_id = asked.gift.account_id
        account = await take_account_in(account_id, states=CHARGED_FOR_ORDERS, uow=uow)
        asked_for = await begun(_asked(asked, now=now), uow=uow, limits=limits, now=now)
        if asked_for.state is AdjustmentState.WAITING:
            await keep_asked(asked_for, asked.reason, uow=uow, now=now)
            return Granted((), account, asked_for)
        await uow.publish([_audited(asked, now=now)], now=now)
        return await give(asked.gift, account, uow=uow, now=now)


async def give(gift: Gift, account: Account, *, uow: UnitOfWork, now: datetime) -> Granted:
    """Give it, in an open unit of work; raises `REQUEST_ID_REUSED`, and as `books_of` does."""
    books = tuple(
        replace(one, id=derived_id("balance book", one.id)) for one in books_of(gift, now=now)
    )
    if not await uow.books.add(books):
        sentence = "This gift was given already."
        raise Refusal("REQUEST_ID_REUSED", sentence, field="request_id")
    holding = replace(account, books=(*account.books, *books))
    first, *later = books
    for balance_book in later:
        await uow.timers.schedule(RELEASE_BOOK, key=_key(balance_book), at=balance_book.valid_from)
    for balance_book in books:
        if balance_book.valid_to is not None:
            await uow.timers.schedule(END_BOOK, key=_key(balance_book), at=balance_book.valid_to)
    release = (gift_released(first, at=now),)
    (booked,) = await book([Booking(holding, release)], uow=uow, now=now)
    given = {one.id for one in books}
    return Granted([one for one in booked.books if one.id in given], booked)


async def release_book(key: str, *, uow: UnitOfWork, now: datetime) -> None:
    """Give a part whose month has come, while they are a customer."""
    async with uow:
        account, balance_book = await _found(key, uow=uow)
        if account is None or balance_book is None:
            return
        if account.state in CHARGED_FOR_ORDERS:
            release = (gift_released(balance_book, at=now),)
            await book([Booking(account, release)], uow=uow, now=now)
        else:
            await uow.books.end(balance_book)


async def end_book(key: str, *, uow: UnitOfWork, now: datetime) -> None:
    """Let what is left of a gift expire, and the book be over."""
    async with uow:
        account, balance_book = await _found(key, uow=uow)
        if account is None or balance_book is None:
            return
        await book([Booking(account, _expired(balance_book, now=now))], uow=uow, now=now)
        await uow.books.end(balance_book)


def _expired(balance_book: BalanceBook, *, now: datetime) -> tuple[Entry, ...]:
    return entry_into(
        LedgerAccount.GIFT_EXPIRED,
        emptied([balance_book]),
        account_id=balance_book.account_id,
        cause=Cause(Why.GIFT_EXPIRED, balance_book.id),
        at=now,
    )


async def _found(key: str, *, uow: UnitOfWork) -> tuple[Account | None, BalanceBook | None]:
    account_id, _, book_id = key.partition("/")
    account = await uow.accounts.get_for_update(ByAccount(account_id))
    books = account.books if account else ()
    return account, next((one for one in books if one.id == book_id), None)


def _key(balance_book: BalanceBook) -> str:
    return f"{balance_book.account_id}/{balance_book.id}"


def _asked(asked: GrantGift, *, now: datetime) -> Adjustment:
    return Adjustment(
        id=derived_id("adjustment", asked.gift.id),
        account_id=asked.gift.account_id,
        amount=asked.gift.amount,
        reason_code=GIFT,
        reason=asked.reason,
        asked_by=asked.caller.id,
        asked_at=now,
        gift=asked.gift,
    )


def _audited(asked: GrantGift, *, now: datetime) -> AuditRecorded:
    return AuditRecorded(
        action="gift.granted",
        object_id=f"account {asked.gift.account_id}",
        reason=asked.reason,
        outcome=f"{asked.gift.kind} of {asked.gift.amount.minor} fen",
        at=now,
    )
