"""The ledger's tables: entries and postings, only ever added to."""

from collections.abc import Collection, Sequence
from datetime import datetime
from itertools import groupby
from typing import Any

from billing.accounts.domain.ledger_account import PAYING, LedgerAccount, Posting
from billing.ledger.domain.entry import Cause, CollectiveEntry, Entry, Why
from billing.ledger.ports.ledger import PostedLine, Totals
from kernel.ids import derived_id
from kernel.money import Money, fen
from runtime.database.connection import Row
from runtime.database.database import Database

_APPEND = """
WITH entries AS (
    INSERT INTO ledger_entry (id, account_id, why, cause_id, at)
    SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::timestamptz[])
)
INSERT INTO posting (entry_id, account_id, book, amount)
SELECT * FROM unnest($6::uuid[], $7::uuid[], $8::text[], $9::bigint[])
"""
_APPEND_OF_BOOKS = _APPEND.replace(", amount)", ", amount, of_book)").replace(
    "$9::bigint[])", "$9::bigint[], $10::uuid[])"
)
_ADD_TOGETHER = """
INSERT INTO ledger_entry (id, account_id, why, cause_id, at) VALUES ($1, NULL, $2, $3, $4)
"""
_POSTING = ("entry_id", "account_id", "book", "amount", "of_book")
_LINES = """
SELECT p.id, p.entry_id, p.book, p.amount, p.of_book, e.why, e.cause_id, e.at
FROM posting p JOIN ledger_entry e ON e.id = p.entry_id
"""
_OF_CAUSE = f"{_LINES} WHERE e.account_id = $1 AND e.cause_id = $2 ORDER BY p.entry_id, p.id"
NEWEST = f"{_LINES} WHERE p.account_id = $1 ORDER BY p.id DESC LIMIT $2 OFFSET $3"
COUNT_OF_ACCOUNT = "SELECT count(*) FROM posting WHERE account_id = $1"
_SUM_OF = """
SELECT coalesce(sum(amount), 0)::bigint FROM posting WHERE account_id = $1 AND book = $2
"""
# Postings of an account are numbered under its lock, so a later one has a larger number.
_SUM_SINCE = """
SELECT coalesce(sum(amount), 0)::bigint FROM posting
WHERE account_id = $1 AND book = $2
    AND id > (SELECT max(p.id) FROM posting p WHERE p.entry_id = $3)
"""
# A run that changed none of these records says nothing about who paid for them.
_PAID_FOR_USE = """
SELECT p.book, -sum(p.amount)::bigint AS amount, p.of_book
FROM posting p JOIN ledger_entry e ON e.id = p.entry_id
WHERE p.account_id = $1 AND p.book = ANY($2::text[])
    AND ((e.why = 'usage' AND e.at = ANY($3::timestamptz[]))
        OR (e.why = 'rerating' AND e.cause_id IN (
            SELECT run_id::text FROM usage_difference WHERE record_id = ANY($4::text[]))))
GROUP BY p.book, p.of_book HAVING sum(p.amount) < 0 ORDER BY min(p.id)
"""
_PAYING = sorted(one.value for one in PAYING)
COUNT = """
SELECT (SELECT coalesce(sum(amount), 0)::bigint FROM posting) AS sum_minor,
    (SELECT count(*) FROM posting) AS postings,
    (SELECT coalesce(sum(total), 0)::bigint FROM usage_total WHERE kind = 'heard') AS received,
    (SELECT count(*) FROM usage_record WHERE reason IS NULL) AS rated,
    (SELECT count(*) FROM usage_record WHERE reason IS NOT NULL) AS waiting,
    (SELECT coalesce(sum(total), 0)::bigint FROM usage_total WHERE kind = 'duplicate') AS duplicate,
    (SELECT count(*) FROM payment) AS payments
"""


class LedgerTables:
    """In the transaction of its unit of work."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def append(self, entries: Sequence[Entry]) -> None:
        """Append entries; a cause that moved an account's money before breaks a constraint."""
        if not entries:
            return
        ids = [entry_id(one) for one in entries]
        heads = (
            ids,
            [one.account_id for one in entries],
            [one.cause.why.value for one in entries],
            [one.cause.id for one in entries],
            [one.at for one in entries],
        )
        lines = [
            (own_id, entry.account_id, posting.book.value, posting.amount.minor)
            for own_id, entry in zip(ids, entries, strict=True)
            for posting in entry.postings
        ]
        columns: list[list[Any]] = list(map(list, zip(*lines, strict=True)))
        of_books = [posting.of_book for entry in entries for posting in entry.postings]
        append = _APPEND
        if any(of_books):
            append, columns = _APPEND_OF_BOOKS, [*columns, of_books]
        async with self._database.transaction() as connection:
            await connection.exec_driver_sql(append, (*heads, *columns))

    async def append_together(self, entries: Sequence[CollectiveEntry]) -> None:
        """Append entries of many accounts; a cause that moved money together breaks a constraint.

        What is not kept by account has a posting without one.
        """
        for entry in entries:
            own_id = together_id(entry)
            head = (own_id, entry.cause.why.value, entry.cause.id, entry.at)
            lines = [
                *(
                    (own_id, one.account_id, one.book, one.minor, one.of_book)
                    for one in entry.shares
                ),
                *((own_id, None, one.book, one.amount.minor, one.of_book) for one in entry.others),
            ]
            async with self._database.transaction() as connection:
                await connection.exec_driver_sql(_ADD_TOGETHER, head)
                await connection.copy("posting", columns=_POSTING, rows=lines)

    async def of_cause(self, account_id: str, *, cause_id: str) -> Sequence[Entry]:
        """Return the entries of a cause as they were made."""
        async with self._database.reading() as connection:
            rows = (await connection.exec_driver_sql(_OF_CAUSE, (account_id, cause_id))).all()
        entries = []
        for _, group in groupby(rows, key=lambda row: row.entry_id):
            lines = list(group)
            entries.append(
                Entry(
                    account_id=account_id,
                    cause=Cause(Why(lines[0].why), lines[0].cause_id),
                    at=lines[0].at,
                    postings=tuple(map(_posting_of, lines)),
                )
            )
        return entries

    async def sum_of(self, account_id: str, book: LedgerAccount) -> Money:
        async with self._database.reading() as connection:
            found = await connection.exec_driver_sql(_SUM_OF, (account_id, book.value))
            return fen(found.scalar_one())

    async def sum_since(self, account_id: str, book: LedgerAccount, *, cause: Cause) -> Money:
        """Add up what came after the entry of this cause."""
        values = (account_id, book.value, _id_of(account_id, cause))
        async with self._database.reading() as connection:
            found = await connection.exec_driver_sql(_SUM_SINCE, values)
            return fen(found.scalar_one())

    async def paid_for_use(
        self, account_id: str, *, moments: Collection[datetime], records: Collection[str]
    ) -> Sequence[Posting]:
        """Add up by book what was paid at these moments, and since for these records."""
        values = (account_id, _PAYING, sorted(moments), sorted(records))
        async with self._database.reading() as connection:
            return list(map(_posting_of, await connection.exec_driver_sql(_PAID_FOR_USE, values)))

    async def newest(self, account_id: str, *, limit: int, offset: int = 0) -> Sequence[PostedLine]:
        async with self._database.reading() as connection:
            asked = (account_id, limit, offset)
            rows = (await connection.exec_driver_sql(NEWEST, asked)).all()
        return [posted_line_of(row) for row in rows]

    async def count_of(self, account_id: str) -> int:
        """Count the postings of one account."""
        async with self._database.reading() as connection:
            counted = await connection.exec_driver_sql(COUNT_OF_ACCOUNT, (account_id,))
            return int(counted.scalar_one())

    async def count(self) -> Totals:
        """Add everything up, independently of what was counted on the way."""
        async with self._database.reading() as connection:
            row = (await connection.exec_driver_sql(COUNT)).one()
        return Totals(**row)


def _posting_of(row: Row) -> Posting:
    of_book = str(row.of_book) if row.of_book else None
    return Posting(LedgerAccount(row.book), fen(row.amount), of_book)


def entry_id(entry: Entry) -> str:
    """Return an id that is the same for the same cause on the same account."""
    return _id_of(entry.account_id, entry.cause)


def _id_of(account_id: str, cause: Cause) -> str:
    return derived_id("entry", account_id, cause.why, cause.id)


def together_id(entry: CollectiveEntry) -> str:
    """Return an id that is the same for the same cause."""
    return derived_id("entry", entry.cause.why, entry.cause.id)


def posted_line_of(row: Row) -> PostedLine:
    return PostedLine(
        id=row.id,
        entry_id=str(row.entry_id),
        book=LedgerAccount(row.book),
        amount=fen(row.amount),
        why=row.why,
        cause_id=row.cause_id,
        at=row.at,
    )
