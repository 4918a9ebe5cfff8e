"""When the network is compared next, and what the last comparison found."""

from datetime import datetime
from typing import Any

from prometheus_client import Gauge

from runtime.database.database import Database
from runtime.telemetry.standing import Standing

_ENSURE = "INSERT INTO comparison (due_at) VALUES ($1) ON CONFLICT (one) DO NOTHING"
_CLAIM = """
UPDATE comparison SET turn = turn + 1, leased_until = clock_timestamp() + interval '10 minutes'
WHERE due_at <= $1 AND (leased_until IS NULL OR leased_until < clock_timestamp())
RETURNING turn
"""
_FINISH = """
UPDATE comparison SET due_at = $2, leased_until = NULL, finished_at = $3, compared = $4,
    skipped = $5, differences = $6
WHERE turn = $1
"""
_POSTPONE = "UPDATE comparison SET due_at = $2, leased_until = NULL WHERE turn = $1"
_NEXT = "SELECT due_at FROM comparison"


DIFFERENCES = Standing(
    Gauge(
        "kaitong_network_differences", "Numbers the network has otherwise than asked", ["found_by"]
    ),
    """
    SELECT 'nightly comparison' AS label, differences AS number FROM comparison
    WHERE finished_at IS NOT NULL
    """,
)
"""By the table and not by whoever compared: another one compares the next night."""


class ComparisonTable:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def claim(self, *, now: datetime, first: datetime) -> int | None:
        """Take the comparison if it is due; `first` is when the very first one is."""
        due = await self.next_due()
        if due is None:
            await self._run(_ENSURE, (first,))
            return None
        if due > now:
            return None
        row = (await self._database.run(_CLAIM, (now,))).first()
        return None if row is None else int(row.turn)

    async def finish(
        self, turn: int, *, due: datetime, now: datetime, counts: tuple[int, int, int]
    ) -> None:
        """Write how many were compared, skipped, and differ; the next is due at `due`."""
        await self._run(_FINISH, (turn, due, now, *counts))

    async def postpone(self, turn: int, *, due: datetime) -> None:
        """Have it tried again at `due`; what the last one found stands until then."""
        await self._run(_POSTPONE, (turn, due))

    async def next_due(self) -> datetime | None:
        async with self._database.reading() as connection:
            found: datetime | None = (await connection.exec_driver_sql(_NEXT)).scalar()
        return found

    async def _run(self, statement: str, values: tuple[Any, ...]) -> None:
        async with self._database.transaction() as connection:
            await connection.exec_driver_sql(statement, values)
