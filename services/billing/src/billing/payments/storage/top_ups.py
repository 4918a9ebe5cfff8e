"""Top-ups customers asked for, in PostgreSQL."""

from collections.abc import Sequence
from datetime import datetime

from billing.payments.domain.collector import Collector
from billing.payments.domain.top_up import Notice, TopUp, TopUpState
from billing.payments.ports.top_ups import WhichTopUps
from kernel.ids import looks_like_id
from kernel.money import fen
from runtime.database.connection import Row
from runtime.database.database import Database

TOP_UP = """
SELECT id, account_id, channel, space, reference, amount, provider, asked_at, expires_at, state,
    paid, transaction_id, ended_at,
    (SELECT sum(amount)::bigint FROM collected_besides b WHERE b.top_up_id = top_up.id) AS besides
FROM top_up
"""
_ADD = """
INSERT INTO top_up (id, account_id, channel, space, reference, amount, provider, asked_at,
    expires_at, state)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT DO NOTHING
"""
_FIND = f"{TOP_UP} WHERE id = $1"
_TAKE = f"{_FIND} FOR UPDATE"
_KEEP = """
UPDATE top_up SET state = $2, paid = $3, transaction_id = $4, ended_at = $5 WHERE id = $1
"""
_ADD_BESIDES = """
INSERT INTO collected_besides (top_up_id, transaction_id, amount, said_at) VALUES ($1, $2, $3, $4)
ON CONFLICT DO NOTHING
"""
_PENDING_OF = "SELECT count(*) FROM top_up WHERE space = $1 AND state = 'pending'"
_IS_TRANSACTION = """
SELECT EXISTS (SELECT FROM top_up WHERE provider = $1 AND transaction_id = $2)
"""
_NEWEST = f"""
{TOP_UP} WHERE ($1::text IS NULL OR state = $1) AND ($2::uuid IS NULL OR account_id = $2)
ORDER BY asked_at DESC, id OFFSET $3 LIMIT $4
"""


class TopUpTable:
    """In the transaction of its unit of work."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, top_up: TopUp) -> bool:
        """Return False where this reference of theirs is used."""
        row = (top_up.id, top_up.account_id, top_up.collector.channel, top_up.collector.space,
               top_up.reference, top_up.amount.minor, top_up.provider, top_up.asked_at,
               top_up.expires_at, top_up.state.value)  # fmt: skip
        async with self._database.transaction() as connection:
            return bool((await connection.exec_driver_sql(_ADD, row)).rowcount)

    async def get(self, top_up_id: str) -> TopUp | None:
        return await self._one(_FIND, top_up_id)

    async def get_for_update(self, top_up_id: str) -> TopUp | None:
        """Lock it until the transaction ends."""
        return await self._one(_TAKE, top_up_id)

    async def save(self, top_up: TopUp) -> None:
        """Write what became of it."""
        paid = top_up.paid.minor if top_up.paid else None
        row = (top_up.id, top_up.state.value, paid, top_up.transaction, top_up.ended_at)
        async with self._database.transaction() as connection:
            await connection.exec_driver_sql(_KEEP, row)

    async def add_besides(self, notice: Notice, *, at: datetime) -> bool:
        """Keep what was collected besides; False where that is known."""
        row = (notice.top_up_id, notice.transaction, notice.amount.minor, at)
        async with self._database.transaction() as connection:
            return bool((await connection.exec_driver_sql(_ADD_BESIDES, row)).rowcount)

    async def pending_of(self, space: str) -> int:
        """Return how many of one customer wait."""
        async with self._database.reading() as connection:
            return int((await connection.exec_driver_sql(_PENDING_OF, (space,))).scalar_one())

    async def is_transaction(self, provider: str, transaction: str) -> bool:
        """Tell whether a top-up was paid by what this provider names so."""
        async with self._database.reading() as connection:
            found = await connection.exec_driver_sql(_IS_TRANSACTION, (provider, transaction))
            return bool(found.scalar_one())

    async def newest(self, which: WhichTopUps) -> Sequence[TopUp]:
        """Return those asked for, newest first."""
        state = which.state.value if which.state else None
        row = (state, which.account_id or None, which.offset, which.limit)
        async with self._database.reading() as connection:
            rows = (await connection.exec_driver_sql(_NEWEST, row)).all()
        return [top_up_of(one) for one in rows]

    async def _one(self, statement: str, top_up_id: str) -> TopUp | None:
        if not looks_like_id(top_up_id):
            return None
        async with self._database.transaction() as connection:
            row = (await connection.exec_driver_sql(statement, (top_up_id,))).first()
        return top_up_of(row) if row else None


def top_up_of(row: Row) -> TopUp:
    return TopUp(
        id=str(row.id),
        account_id=str(row.account_id),
        collector=Collector(row.channel, row.space),
        reference=row.reference,
        amount=fen(row.amount),
        provider=row.provider,
        asked_at=row.asked_at,
        expires_at=row.expires_at,
        state=TopUpState(row.state),
        paid=None if row.paid is None else fen(row.paid),
        transaction=row.transaction_id,
        ended_at=row.ended_at,
        besides=fen(row.besides or 0),
    )
