"""What the books of an account have paid for: uses, and the plan."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import text

from billing.accounts.domain.ledger_account import PAYING, LedgerAccount, Posting
from kernel.money import fen
from runtime.database.connection import Row
from runtime.database.database import Database

# A run that changed none of these records says nothing about who paid for them.
_PAID_FOR_USE = text("""
SELECT p.book, CAST(-sum(p.amount) AS bigint) AS amount, p.of_book
FROM posting p JOIN ledger_entry e ON e.id = p.entry_id
WHERE p.account_id = :account_id AND p.book = ANY(CAST(:books AS text[]))
    AND ((e.why = 'usage' AND e.at = ANY(CAST(:moments AS timestamptz[])))
        OR (e.why = 'rerating' AND e.cause_id IN (
            SELECT CAST(run_id AS text) FROM usage_difference
            WHERE record_id = ANY(CAST(:records AS text[])))))
GROUP BY p.book, p.of_book HAVING sum(p.amount) < 0 ORDER BY min(p.id)
""")
# A pack and a sub-card stand with the plan, and are given back by themselves.
_PAID_FOR_PLAN = text("""
SELECT p.book, CAST(-sum(p.amount) AS bigint) AS amount, p.of_book
FROM posting p JOIN ledger_entry e ON e.id = p.entry_id
WHERE e.account_id = :account_id AND e.at >= :since AND p.book = ANY(CAST(:books AS text[]))
    AND e.why IN ('fee', 'order', 'reversal') AND NOT starts_with(e.cause_id, 'pack/')
    AND NOT starts_with(e.cause_id, 'card/')
    AND EXISTS (SELECT 1 FROM posting f WHERE f.entry_id = e.id AND f.book = 'plan_revenue')
GROUP BY p.book, p.of_book HAVING sum(p.amount) < 0 ORDER BY min(p.id)
""")
_PAYING = sorted(one.value for one in PAYING)


class PaidFrom:
    """In the transaction of its unit of work."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def paid_for_use(
        self, account_id: str, *, moments: Collection[datetime], records: Collection[str]
    ) -> Sequence[Posting]:
        """Add up by book what was paid at these moments, and since for these records."""
        async with self._database.reading() as connection:
            paid = await connection.execute(
                _PAID_FOR_USE,
                account_id=account_id,
                books=_PAYING,
                moments=sorted(moments),
                records=sorted(records),
            )
        return list(map(posting_of, paid))

    async def paid_for_plan(self, account_id: str, *, since: datetime) -> Sequence[Posting]:
        """Add up by book what was paid for the plan since then, whatever charged it."""
        async with self._database.reading() as connection:
            paid = await connection.execute(
                _PAID_FOR_PLAN, account_id=account_id, since=since, books=_PAYING
            )
        return list(map(posting_of, paid))


def posting_of(row: Row) -> Posting:
    of_book = str(row.of_book) if row.of_book else None
    return Posting(LedgerAccount(row.book), fen(row.amount), of_book)
