"""Rows that are kept for so many days: what is older is deleted, a small batch at a time.

The active relay comes by between events, so a batch is small, and a table that still has older
rows after it is come back to soon. Ages are told by a column of the table, and by the machine's
clock or the business clock, whichever is behind: what a settable clock says lets nothing go early.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from kernel.clock import monotonic
from runtime.telemetry import metrics
from runtime.telemetry.logs import logger

BATCH = 1000
_AGAIN_SECONDS = 5.0
_REST_SECONDS = 600.0
# By place in the table: a row needs no key, and those of other transactions are passed over.
_PRUNE = """
DELETE FROM {table} WHERE ctid = ANY(ARRAY(
    SELECT ctid FROM {table} WHERE {column} < (
        SELECT least(now(), (SELECT coalesce(standing_at, now() + moved_by) FROM business_clock))
    ) - make_interval(days => $1)
    LIMIT $2 FOR UPDATE SKIP LOCKED))
"""
_log = logger("retention")


@dataclass(frozen=True, slots=True)
class Kept:
    """A table whose rows are kept for so many days, and the column that tells how old they are.

    The column is a moment or a day; where the table grows large it has an index.
    """

    table: str
    column: str
    days: int


class Pruning:
    """Deletes what is older, table by table, whenever one's turn has come."""

    def __init__(
        self,
        keeps: Sequence[Kept],
        *,
        batch: int = BATCH,
        clock: Callable[[], float] = monotonic,
    ) -> None:
        self._batch = batch
        self._clock = clock
        self._due = dict.fromkeys(keeps, float("-inf"))

    async def prune(self, connection: Any) -> int:
        """Delete one batch of each table that is due; return how many rows that were."""
        pruned = 0
        for kept, due in self._due.items():
            if self._clock() < due:
                continue
            rows = await self._prune(connection, kept)
            again = _AGAIN_SECONDS if rows >= self._batch else _REST_SECONDS
            self._due[kept] = self._clock() + again
            pruned += rows
        return pruned

    async def _prune(self, connection: Any, kept: Kept) -> int:
        # Only names of our own code are put together here.
        statement = _PRUNE.format(table=kept.table, column=kept.column)
        try:
            done: str = await connection.execute(statement, kept.days, self._batch)
        except Exception as error:
            # Whoever prunes has more to do than that: a lock, a statement that takes too long, or
            # a table that is not there is for the next time.
            metrics.LOOP_FAILED.labels("pruning").inc()
            _log.warning("pruning is put off", table=kept.table, error=repr(error))
            return 0
        rows = int(done.rpartition(" ")[2])
        metrics.PRUNED.labels(kept.table).inc(rows)
        return rows
