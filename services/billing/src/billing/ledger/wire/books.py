"""Balance books and gifts, from and to their messages."""

from collections.abc import Iterable

from billing.accounts.domain.account import Account
from billing.accounts.domain.balance_book import BalanceBook, BookKind
from billing.accounts.domain.ledger_account import LedgerAccount
from billing.accounts.wire.values import day_of, id_of, moment_message, money_message, money_of
from billing.ledger.domain.books import ITEMS
from billing.ledger.domain.gift import Gift
from boss.billing.v1 import commands_pb2, questions_pb2
from kernel.errors import Invalid

_ITEM_NAMES = {book: name for name, book in ITEMS.items()}


def gift_of(request: commands_pb2.GrantGiftRequest) -> Gift:
    """Return what is to be given; raises `FIELD_NOT_VALID` with the field that is wrong."""
    return Gift(
        id=request.request_id,
        account_id=id_of(request.account_id, field="account_id"),
        kind=_kind(request.kind),
        amount=money_of(request.amount, field="amount"),
        items=frozenset(map(_item, request.items)),
        months=request.months or 1,
        valid_until=day_of(request.valid_until, field="valid_until"),
    )


def book_message(book: BalanceBook) -> questions_pb2.BalanceBook:
    message = questions_pb2.BalanceBook(
        id=book.id,
        kind=book.kind.value,
        items=sorted(_ITEM_NAMES[item] for item in book.pays),
        amount=money_message(book.amount),
        left=money_message(book.left),
        valid_from=moment_message(book.valid_from),
    )
    if book.valid_to is not None:
        message.valid_to.CopyFrom(moment_message(book.valid_to))
    return message


def book_messages(books: Iterable[BalanceBook]) -> list[questions_pb2.BalanceBook]:
    """Return them in the order in which they pay."""
    return [book_message(one) for one in sorted(books, key=lambda one: one.rank)]


def books_message(account: Account) -> questions_pb2.ListBooksResponse:
    return questions_pb2.ListBooksResponse(
        cash=money_message(account.cash), books=book_messages(account.books)
    )


def _kind(text: str) -> BookKind:
    try:
        return BookKind(text)
    except ValueError:
        sentence = f"One of {', '.join(BookKind)}."
        raise Invalid("FIELD_NOT_VALID", sentence, field="kind") from None


def _item(text: str) -> LedgerAccount:
    if text not in ITEMS:
        sentence = f"One of {', '.join(ITEMS)}."
        raise Invalid("FIELD_NOT_VALID", sentence, field="items")
    return ITEMS[text]
