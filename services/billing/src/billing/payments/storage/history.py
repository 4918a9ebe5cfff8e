"""What was paid, page by page, read without a transaction."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from billing.accounts.ports import MOST_COUNTED, Slice
from billing.payments.domain.payment import Payment
from billing.payments.domain.top_up import NOT_BOOKED, TopUpState
from billing.payments.ports.payments import ListedPayment
from billing.payments.storage.payments import PAYMENT, payment_of
from billing.payments.storage.top_ups import TOP_UP, top_up_of
from runtime.database.connection import Connection
from runtime.database.database import Database

_PAYMENT_OF_ID = f"{PAYMENT} WHERE p.id = $1::uuid"
_THESE_PAYMENTS = f"{PAYMENT} WHERE p.id = ANY($1::uuid[])"
_THESE_ASKED = f"{TOP_UP} WHERE id = ANY($1::uuid[])"


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


class PaymentHistoryTables:
    """Reads of one or two statements each."""

    def __init__(self, database: Database) -> None:
        self._database = database

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
