"""The ledger's tables: entries and postings, only ever added to."""

from collections.abc import Sequence
from itertools import groupby

from sqlalchemy import BigInteger, Text, bindparam, cast, func, insert, select, text

from billing.accounts.domain.ledger_account import LedgerAccount
from billing.ledger.domain.entry import Cause, CollectiveEntry, Entry, Why
from billing.ledger.ports.ledger import PostedLine, Totals
from billing.ledger.storage.paid_from import PaidFrom, posting_of
from billing.ledger.tables import LEDGER_ENTRY, POSTING
from billing.metadata import ID
from kernel.ids import derived_id
from kernel.money import Money, fen
from runtime.database.columns import by_column
from runtime.database.connection import Row

_ENTRY = ("id", "account_id", "why", "cause_id", "at")
_POSTING = ("entry_id", "posting_account_id", "book", "amount", "of_book")
_APPEND = text("""
WITH entries AS (
    INSERT INTO ledger_entry (id, account_id, why, cause_id, at)
    SELECT * FROM unnest(CAST(:id AS uuid[]), CAST(:account_id AS uuid[]), CAST(:why AS text[]),
        CAST(:cause_id AS text[]), CAST(:at AS timestamptz[]))
)
INSERT INTO posting (entry_id, account_id, book, amount, of_book)
SELECT * FROM unnest(CAST(:entry_id AS uuid[]), CAST(:posting_account_id AS uuid[]),
    CAST(:book AS text[]), CAST(:amount AS bigint[]), CAST(:of_book AS uuid[]))
""")
_ADD_TOGETHER = insert(LEDGER_ENTRY).values(
    {name: bindparam(name) for name in ("id", "why", "cause_id", "at")}
)
_COPIED = ("entry_id", "account_id", "book", "amount", "of_book")
_ACCOUNT_ID = bindparam("account_id", type_=ID)
_LINES = select(
    POSTING.c.id,
    POSTING.c.entry_id,
    POSTING.c.book,
    POSTING.c.amount,
    POSTING.c.of_book,
    LEDGER_ENTRY.c.why,
    LEDGER_ENTRY.c.cause_id,
    LEDGER_ENTRY.c.at,
).join(LEDGER_ENTRY, LEDGER_ENTRY.c.id == POSTING.c.entry_id)
_OF_CAUSE = _LINES.where(
    LEDGER_ENTRY.c.account_id == _ACCOUNT_ID, LEDGER_ENTRY.c.cause_id == bindparam("cause_id")
).order_by(POSTING.c.entry_id, POSTING.c.id)
_OF_ORDER = _LINES.where(
    LEDGER_ENTRY.c.account_id == _ACCOUNT_ID,
    func.starts_with(LEDGER_ENTRY.c.cause_id, bindparam("order_id", type_=Text) + "/"),
).order_by(POSTING.c.entry_id, POSTING.c.id)
NEWEST = (
    _LINES.where(POSTING.c.account_id == _ACCOUNT_ID)
    .order_by(POSTING.c.id.desc())
    .limit(bindparam("limit"))
    .offset(bindparam("offset"))
)
COUNT_OF_ACCOUNT = (
    select(func.count()).select_from(POSTING).where(POSTING.c.account_id == _ACCOUNT_ID)
)
_SUM_OF = select(cast(func.coalesce(func.sum(POSTING.c.amount), 0), BigInteger)).where(
    POSTING.c.account_id == _ACCOUNT_ID, POSTING.c.book == bindparam("book")
)
# Postings of an account are numbered under its lock, so a later one has a larger number.
_OF_ENTRY = POSTING.alias("of_entry")
_SUM_SINCE = _SUM_OF.where(
    POSTING.c.id
    > select(func.max(_OF_ENTRY.c.id))
    .where(_OF_ENTRY.c.entry_id == bindparam("entry_id"))
    .scalar_subquery()
)
COUNT = text("""
SELECT (SELECT CAST(coalesce(sum(amount), 0) AS bigint) FROM posting) AS sum_minor,
    (SELECT count(*) FROM posting) AS postings,
    (SELECT CAST(coalesce(sum(total), 0) AS bigint) FROM usage_total WHERE kind = 'heard')
        AS received,
    (SELECT count(*) FROM usage_record WHERE reason IS NULL) AS rated,
    (SELECT count(*) FROM usage_record WHERE reason IS NOT NULL) AS waiting,
    (SELECT CAST(coalesce(sum(total), 0) AS bigint) FROM usage_total WHERE kind = 'duplicate')
        AS duplicate,
    (SELECT count(*) FROM payment) AS payments
""")


class LedgerTables(PaidFrom):
    """In the transaction of its unit of work."""

    async def append(self, entries: Sequence[Entry]) -> None:
        """Append entries; a cause that moved an account's money before breaks a constraint."""
        if not entries:
            return
        ids = [entry_id(one) for one in entries]
        heads = [
            (own_id, one.account_id, one.cause.why.value, one.cause.id, one.at)
            for own_id, one in zip(ids, entries, strict=True)
        ]
        lines = [
            (own_id, entry.account_id, one.book.value, one.amount.minor, one.of_book)
            for own_id, entry in zip(ids, entries, strict=True)
            for one in entry.postings
        ]
        columns = {**by_column(_ENTRY, heads), **by_column(_POSTING, lines)}
        async with self._database.transaction() as connection:
            await connection.execute(_APPEND, **columns)

    async def append_together(self, entries: Sequence[CollectiveEntry]) -> None:
        """Append entries of many accounts; a cause that moved money together breaks a constraint.

        What is not kept by account has a posting without one.
        """
        for entry in entries:
            own_id = together_id(entry)
            cause = entry.cause
            lines = [
                *(
                    (own_id, one.account_id, one.book, one.minor, one.of_book)
                    for one in entry.shares
                ),
                *((own_id, None, one.book, one.amount.minor, one.of_book) for one in entry.others),
            ]
            async with self._database.transaction() as connection:
                await connection.execute(
                    _ADD_TOGETHER, id=own_id, why=cause.why.value, cause_id=cause.id, at=entry.at
                )
                await connection.copy(POSTING.name, columns=_COPIED, rows=lines)

    async def of_cause(self, account_id: str, *, cause_id: str) -> Sequence[Entry]:
        """Return the entries of a cause as they were made."""
        async with self._database.reading() as connection:
            rows = await connection.execute(_OF_CAUSE, account_id=account_id, cause_id=cause_id)
            return _entries_of(account_id, rows.all())

    async def of_order(self, account_id: str, *, order_id: str) -> Sequence[Entry]:
        """Return the entries of all steps of an order, as they were made."""
        async with self._database.reading() as connection:
            rows = await connection.execute(_OF_ORDER, account_id=account_id, order_id=order_id)
            return _entries_of(account_id, rows.all())

    async def sum_of(self, account_id: str, book: LedgerAccount) -> Money:
        async with self._database.reading() as connection:
            sum_ = await connection.execute(_SUM_OF, account_id=account_id, book=book.value)
            return fen(sum_.scalar_one())

    async def sum_since(self, account_id: str, book: LedgerAccount, *, cause: Cause) -> Money:
        """Add up what came after the entry of this cause."""
        of_cause = _id_of(account_id, cause)
        async with self._database.reading() as connection:
            sum_ = await connection.execute(
                _SUM_SINCE, account_id=account_id, book=book.value, entry_id=of_cause
            )
            return fen(sum_.scalar_one())

    async def newest(self, account_id: str, *, limit: int, offset: int = 0) -> Sequence[PostedLine]:
        async with self._database.reading() as connection:
            rows = (
                await connection.execute(NEWEST, account_id=account_id, limit=limit, offset=offset)
            ).all()
        return [posted_line_of(row) for row in rows]

    async def count_of(self, account_id: str) -> int:
        """Count the postings of one account."""
        async with self._database.reading() as connection:
            counted = await connection.execute(COUNT_OF_ACCOUNT, account_id=account_id)
            return int(counted.scalar_one())

    async def count(self) -> Totals:
        """Add everything up, independently of what was counted on the way."""
        async with self._database.reading() as connection:
            row = (await connection.execute(COUNT)).one()
        return Totals(**row)


def _entries_of(account_id: str, rows: Sequence[Row]) -> Sequence[Entry]:
    """Return the entries these lines make, each with its own together."""
    groups = (list(lines) for _, lines in groupby(rows, key=lambda row: row.entry_id))
    return [
        Entry(
            account_id=account_id,
            cause=Cause(Why(lines[0].why), lines[0].cause_id),
            at=lines[0].at,
            postings=tuple(map(posting_of, lines)),
        )
        for lines in groups
    ]


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
