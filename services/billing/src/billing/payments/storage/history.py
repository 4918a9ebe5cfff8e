"""What was used and paid, page by page, read without a transaction."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from billing.accounts.domain.account import Account
from billing.accounts.storage.accounts import complete
from billing.accounts.storage.rows import ACCOUNT, USAGE, usage_line_of
from billing.payments.domain.payment import Payment
from billing.payments.domain.top_up import NOT_BOOKED, TopUpState
from billing.payments.ports.histories import (
    MOST_COUNTED,
    ListedPayment,
    Slice,
    UsageSum,
    WhichAccounts,
)
from billing.payments.storage.payments import PAYMENT, payment_of
from billing.payments.storage.top_ups import TOP_UP, top_up_of
from billing.rating.domain.itemised import Period
from billing.rating.ports.usage import UsageLine
from billing.rating.storage.differences import MORE, differences_of, with_differences
from runtime.database.connection import Connection, Row
from runtime.database.database import Database

_RATED_IN = """
FROM usage_record u WHERE subscriber_id = $1 AND reason IS NULL AND started_at >= $2
AND ($3::timestamptz IS NULL OR started_at < $3)
"""
_OF_KIND = f"{_RATED_IN} AND ($4::text = '' OR kind = $4)"
_USAGE_COUNTED = f"SELECT count(*) {_OF_KIND}"
_LINE = f"SELECT {USAGE}, millifen, derivation, allowance_used, rated_at"
_USAGE_PART = f"{_LINE} {_OF_KIND} ORDER BY started_at DESC, id OFFSET $5 LIMIT $6"
_USAGE_RECORD = f"{_LINE} FROM usage_record WHERE id = $1 AND reason IS NULL"
_USAGE_SUMS = f"""
SELECT kind, count(*) AS records, sum(quantity)::bigint AS quantity,
    sum(millifen + {MORE})::bigint AS millifen
{_RATED_IN} GROUP BY kind ORDER BY kind
"""
_PAYMENT_OF_ID = f"{PAYMENT} WHERE p.id = $1::uuid"
_THESE_PAYMENTS = f"{PAYMENT} WHERE p.id = ANY($1::uuid[])"
_THESE_ASKED = f"{TOP_UP} WHERE id = ANY($1::uuid[])"
_WHICH = """
FROM account WHERE ($1::uuid IS NULL OR id > $1)
AND (cardinality($2::text[]) = 0 OR state = ANY($2))
AND ($3::text IS NULL OR (state IN ('closing', 'closed') AND CASE $3
    WHEN 'debt' THEN balance < 0
    ELSE balance > 0 OR id IN (SELECT account_id FROM posting WHERE book = 'refund_payable'
        GROUP BY account_id HAVING sum(amount) > 0) END))
"""
_ACCOUNTS_COUNTED = f"SELECT count(*) FROM (SELECT {_WHICH} LIMIT {MOST_COUNTED + 1}) one"  # noqa: S608
# Their ids first, from the index alone: what is passed over is not looked at.
_ACCOUNTS_PART = f"""
SELECT {ACCOUNT} FROM account a JOIN LATERAL (
    SELECT * FROM paid_subscriber WHERE account_id = a.id
    ORDER BY paid_to DESC NULLS FIRST, paid_from DESC LIMIT 1
) p ON true
WHERE a.id = ANY(ARRAY(SELECT id {_WHICH} ORDER BY id OFFSET $4 LIMIT $5)) ORDER BY a.id
"""  # noqa: S608


@dataclass(frozen=True, slots=True)
class _Paid:
    """How payments and what is asked for are found: $1 the status, $2 the accounts.

    What is asked for and done is a payment and no more: it is found once.
    """

    sources: Sequence[str]

    @property
    def counted(self) -> str:
        return f"SELECT count(*) FROM ({' UNION ALL '.join(self.sources)}) one"  # noqa: S608

    @property
    def counted_so_far(self) -> str:
        """What nobody waits for: with more than this, all that is said is that there are more."""
        every = " UNION ALL ".join(self.sources)
        return f"SELECT count(*) FROM (SELECT FROM ({every}) a LIMIT {MOST_COUNTED + 1}) one"  # noqa: S608

    @property
    def part(self) -> str:
        """Each kind comes by its own index, no further than the page."""
        order = "ORDER BY at DESC, id"
        pages = " UNION ALL ".join(f"({one} {order} LIMIT $3::bigint + $4)" for one in self.sources)
        return f"SELECT id FROM ({pages}) one {order} OFFSET $3 LIMIT $4"  # noqa: S608


def _paid(accounts: str) -> Mapping[bool | None, _Paid]:
    """Return how they are found: those that are booked, those that are not, and both."""
    booked = f"""
    SELECT id, at FROM payment p WHERE {accounts} AND ($1::text IS NULL OR $1 = CASE
        WHEN EXISTS (SELECT FROM payment_reversal WHERE payment_id = p.id) THEN 'reversed'
        ELSE 'done' END)
    """  # noqa: S608
    states = ", ".join(f"'{state.value}'" for state in sorted(NOT_BOOKED))
    asked = f"""
    SELECT id, asked_at AS at FROM top_up WHERE {accounts} AND state IN ({states})
        AND ($1::text IS NULL OR state = $1)
    """  # noqa: S608
    return {True: _Paid([booked]), False: _Paid([asked]), None: _Paid([booked, asked])}


_OF_THESE = _paid("account_id = ANY($2::uuid[])")
_OF_ALL = _paid("$2::uuid[] IS NULL")


class PostgresHistory:
    """Reads of one or two statements each."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def usage(
        self, subscriber_id: str, *, period: Period, kind: str, part: Slice
    ) -> tuple[Sequence[UsageLine], int]:
        which = (subscriber_id, period.since, period.until, kind)
        async with self._database.reading() as connection:
            total = (await connection.exec_driver_sql(_USAGE_COUNTED, which)).scalar_one()
            asked = (*which, part.offset, part.limit)
            rows = (await connection.exec_driver_sql(_USAGE_PART, asked)).all()
            later = await differences_of(connection, [row.id for row in rows])
        return [with_differences(_line_of(row), later) for row in rows], int(total)

    async def usage_record(self, record_id: str) -> UsageLine | None:
        async with self._database.reading() as connection:
            row = (await connection.exec_driver_sql(_USAGE_RECORD, (record_id,))).first()
            later = await differences_of(connection, [record_id]) if row else {}
        return with_differences(_line_of(row), later) if row else None

    async def usage_sums(self, subscriber_id: str, *, period: Period) -> Sequence[UsageSum]:
        which = (subscriber_id, period.since, period.until)
        async with self._database.reading() as connection:
            rows = (await connection.exec_driver_sql(_USAGE_SUMS, which)).all()
        return [UsageSum(row.kind, row.records, row.quantity, row.millifen) for row in rows]

    async def payment(self, payment_id: str) -> Payment | None:
        async with self._database.reading() as connection:
            row = (await connection.exec_driver_sql(_PAYMENT_OF_ID, (payment_id,))).first()
        return payment_of(row) if row else None

    async def payments(
        self, account_ids: Collection[str], *, part: Slice, status: TopUpState | None = None
    ) -> tuple[Sequence[ListedPayment], int]:
        found = _OF_THESE[_is_booked(status)]
        which = (status, list(account_ids))
        async with self._database.reading() as connection:
            total = (await connection.exec_driver_sql(found.counted, which)).scalar_one()
            asked = (*which, part.offset, part.limit)
            rows = (await connection.exec_driver_sql(found.part, asked)).all()
            return await _listed(connection, [str(row.id) for row in rows]), int(total)

    async def newest_payments(
        self, *, part: Slice, status: TopUpState | None = None
    ) -> tuple[Sequence[ListedPayment], int]:
        found = _OF_ALL[_is_booked(status)]
        which = (status, None)
        async with self._database.reading() as connection:
            total = (await connection.exec_driver_sql(found.counted_so_far, which)).scalar_one()
            asked = (*which, part.offset, part.limit)
            rows = (await connection.exec_driver_sql(found.part, asked)).all()
            return await _listed(connection, [str(row.id) for row in rows]), int(total)

    async def accounts(self, which: WhichAccounts, *, part: Slice) -> tuple[Sequence[Account], int]:
        left_with = which.left_with.value if which.left_with else None
        asked = (which.after or None, list(which.states), left_with)
        async with self._database.reading() as connection:
            total = (await connection.exec_driver_sql(_ACCOUNTS_COUNTED, asked)).scalar_one()
            page = (*asked, part.offset, part.limit)
            rows = (await connection.exec_driver_sql(_ACCOUNTS_PART, page)).all()
            return await complete(connection, rows), int(total)


def _line_of(row: Row) -> UsageLine:
    return replace(usage_line_of(row), rated_at=row.rated_at)


def _is_booked(status: TopUpState | None) -> bool | None:
    """Return whether those are asked for that are booked; None: both."""
    return None if status is None else status not in NOT_BOOKED


async def _listed(connection: Connection, ids: Sequence[str]) -> Sequence[ListedPayment]:
    """Return these in their order; one that became a payment in between is one."""
    rows = (await connection.exec_driver_sql(_THESE_PAYMENTS, (ids,))).all()
    payments = {one.id: one for one in map(payment_of, rows)}
    rows = (await connection.exec_driver_sql(_THESE_ASKED, (ids,))).all()
    asked = {one.id: one for one in map(top_up_of, rows)}
    return [ListedPayment(payments.get(one), asked.get(one)) for one in ids]
