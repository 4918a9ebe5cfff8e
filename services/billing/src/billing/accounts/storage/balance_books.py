"""Balance books in PostgreSQL; accounts without any never ask for them."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from billing.accounts.domain.account import Account
from billing.accounts.domain.balance_book import BalanceBook, BookKind
from billing.accounts.domain.ledger_account import LedgerAccount
from kernel.money import fen
from runtime.database.connection import Connection, Row
from runtime.database.database import Database

_OF_ACCOUNTS = """
SELECT id, account_id, kind, pays, amount, left_over, valid_from, valid_to
FROM balance_book WHERE account_id = ANY($1::uuid[]) AND NOT ended ORDER BY id
"""
_ADD = """
INSERT INTO balance_book (id, account_id, kind, pays, amount, left_over, valid_from, valid_to)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (id) DO NOTHING
"""
_HOLDS = "UPDATE account SET holds_books = true WHERE id = $1"
_KEEP = """
UPDATE balance_book b SET left_over = t.left_over
FROM unnest($1::uuid[], $2::bigint[]) AS t(id, left_over) WHERE b.id = t.id
"""
_END = "UPDATE balance_book SET ended = true WHERE id = $1"
_MAY_HOLD_NONE = """
UPDATE account SET holds_books = EXISTS (
    SELECT FROM balance_book WHERE account_id = $1 AND NOT ended) WHERE id = $1
"""


class BookTable:
    """In the transaction of its unit of work."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, books: Sequence[BalanceBook]) -> bool:
        """Keep new ones; their accounts are asked for books from now on. False for known ones."""
        async with self._database.transaction() as connection:
            for one in books:
                if not (await connection.exec_driver_sql(_ADD, _values(one))).rowcount:
                    return False
            for account_id in sorted({one.account_id for one in books}):
                await connection.exec_driver_sql(_HOLDS, (account_id,))
        return True

    async def save(self, books: Sequence[BalanceBook]) -> None:
        """Write what is left in each, all in one statement."""
        columns = ([one.id for one in books], [one.left.minor for one in books])
        async with self._database.transaction() as connection:
            await connection.exec_driver_sql(_KEEP, columns)

    async def end(self, book: BalanceBook) -> None:
        """Let it be over; an account whose last one ends is as fast as one that never had any."""
        async with self._database.transaction() as connection:
            await connection.exec_driver_sql(_END, (book.id,))
            await connection.exec_driver_sql(_MAY_HOLD_NONE, (book.account_id,))


async def with_books(
    connection: Connection, accounts: Sequence[Account], rows: Sequence[Row]
) -> Sequence[Account]:
    """Return the accounts of these rows; a second look only where one holds books."""
    holders = [row["id"] for row in rows if row["holds_books"]]
    if not holders:
        return accounts
    found: dict[str, list[BalanceBook]] = defaultdict(list)
    for row in (await connection.exec_driver_sql(_OF_ACCOUNTS, (holders,))).all():
        found[str(row.account_id)].append(_book_of(row))
    return [replace(one, books=tuple(found.get(one.id, ()))) for one in accounts]


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


def _values(book: BalanceBook) -> tuple[object, ...]:
    pays = sorted(one.value for one in book.pays)
    return (book.id, book.account_id, book.kind.value, pays, book.amount.minor, book.left.minor,
            book.valid_from, book.valid_to)  # fmt: skip
