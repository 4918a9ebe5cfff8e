"""Balance books in PostgreSQL; accounts without any never ask for them."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from sqlalchemy import ARRAY, any_, bindparam, cast, exists, select, update
from sqlalchemy.dialects.postgresql import insert

from billing.accounts.domain.account import Account
from billing.accounts.domain.balance_book import BalanceBook, BookKind
from billing.accounts.domain.ledger_account import LedgerAccount
from billing.accounts.storage.held import written_in_part
from billing.accounts.tables import ACCOUNT, BALANCE_BOOK, HAS_NOT_ENDED
from billing.metadata import ID
from kernel.money import fen
from runtime.database.columns import by_column, given
from runtime.database.connection import Connection, Row
from runtime.database.database import Database

_READ = (
    "id", "account_id", "kind", "pays", "amount", "left_over", "valid_from", "valid_to",
)  # fmt: skip
_COLUMNS = [BALANCE_BOOK.c[name] for name in _READ]
_ACCOUNT_ID = bindparam("account_id", type_=ID)
_OF_ACCOUNTS = (
    select(*_COLUMNS)
    .where(BALANCE_BOOK.c.account_id == any_(cast(bindparam("account_ids"), ARRAY(ID))))
    .where(HAS_NOT_ENDED)
    .order_by(BALANCE_BOOK.c.id)
)
_ADD = (
    insert(BALANCE_BOOK)
    .values({name: bindparam(name) for name in _READ})
    .on_conflict_do_nothing(index_elements=["id"])
)
_HOLDS = update(ACCOUNT).values(holds_books=True).where(ACCOUNT.c.id == _ACCOUNT_ID)
_GIVEN = given(BALANCE_BOOK.c.id, BALANCE_BOOK.c.left_over)
_SAVE = (
    update(BALANCE_BOOK)
    .values(left_over=_GIVEN.c.left_over)
    .where(BALANCE_BOOK.c.id == _GIVEN.c.id)
)
_END = update(BALANCE_BOOK).values(ended=True).where(BALANCE_BOOK.c.id == bindparam("id"))
_MAY_HOLD_NONE = (
    update(ACCOUNT)
    .values(
        holds_books=exists()
        .where(BALANCE_BOOK.c.account_id == _ACCOUNT_ID, HAS_NOT_ENDED)
        .correlate(None)
    )
    .where(ACCOUNT.c.id == _ACCOUNT_ID)
)


class BookTable:
    """In the transaction of its unit of work."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, books: Sequence[BalanceBook]) -> bool:
        """Keep new ones; their accounts are asked for books from now on. False for known ones."""
        written_in_part(self._database)
        async with self._database.transaction() as connection:
            for book in books:
                if not (await connection.execute(_ADD, **_values(book))).rowcount:
                    return False
            for account_id in sorted({one.account_id for one in books}):
                await connection.execute(_HOLDS, account_id=account_id)
        return True

    async def save(self, books: Sequence[BalanceBook]) -> None:
        """Write what is left in each, all in one statement."""
        columns = by_column(("id", "left_over"), [(one.id, one.left.minor) for one in books])
        async with self._database.transaction() as connection:
            await connection.execute(_SAVE, **columns)

    async def end(self, book: BalanceBook) -> None:
        """Let it be over; an account whose last one ends is as fast as one that never had any."""
        written_in_part(self._database)
        async with self._database.transaction() as connection:
            await connection.execute(_END, id=book.id)
            await connection.execute(_MAY_HOLD_NONE, account_id=book.account_id)


async def with_books(
    connection: Connection, accounts: Sequence[Account], rows: Sequence[Row]
) -> Sequence[Account]:
    """Return the accounts of these rows; a second look only where one holds books."""
    holders = [row["id"] for row in rows if row["holds_books"]]
    if not holders:
        return accounts
    books: dict[str, list[BalanceBook]] = defaultdict(list)
    for row in (await connection.execute(_OF_ACCOUNTS, account_ids=holders)).all():
        books[str(row.account_id)].append(_book_of(row))
    return [replace(one, books=tuple(books.get(one.id, ()))) for one in accounts]


def _book_of(row: Row) -> BalanceBook:
    return BalanceBook(
        id=str(row.id),
        account_id=str(row.account_id),
        kind=BookKind(row.kind),
        pays=frozenset(map(LedgerAccount, row.pays)),
        amount=fen(row.amount),
        left=fen(row.left_over),
        valid_from=row.valid_from,
        valid_to=row.valid_to,
    )


def _values(book: BalanceBook) -> Mapping[str, object]:
    return {
        "id": book.id,
        "account_id": book.account_id,
        "kind": book.kind.value,
        "pays": sorted(one.value for one in book.pays),
        "amount": book.amount.minor,
        "left_over": book.left.minor,
        "valid_from": book.valid_from,
        "valid_to": book.valid_to,
    }
