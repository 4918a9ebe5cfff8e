"""Appointments: rows that are due at a business moment, and the work that carries them out.

A key begins with the thing it is about, then a slash and its version. What is due for one thing is
done one after the other, by moment and then in the order the service has written down. What is
refused comes again after a pause, and waits for a person when it was refused too often.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from kernel.clock import Clock
from kernel.errors import Refusal, Stale
from runtime.database.database import Database
from runtime.database.timers import TIMERS
from runtime.telemetry import metrics
from runtime.telemetry.logs import logger
from runtime.telemetry.tracing import span
from runtime.wakes import looked

PAUSES = (timedelta(hours=1), timedelta(hours=6), timedelta(days=1))
"""Of the business clock, after each refusal; who is refused once more waits for a person."""

# When the first of each name is due, in the order of what is due at one moment.
_FIRST = """
SELECT told.name, first.at FROM unnest($1::text[]) WITH ORDINALITY AS told(name, rank)
CROSS JOIN LATERAL (
    SELECT min(coalesce(again_at, due_at)) AS at FROM timer
    WHERE timer.name = told.name AND held_at IS NULL) AS first
WHERE first.at IS NOT NULL ORDER BY first.at, told.rank
"""
# Of one name, and of one thing only the first: `$1` names all in the order of one moment.
_CLAIM = """
UPDATE timer SET leased_until = clock_timestamp() + interval '30 seconds', turn = turn + 1
WHERE (name, key) IN (
    SELECT name, key FROM timer AS mine
    WHERE name = $4 AND held_at IS NULL AND coalesce(again_at, due_at) <= $2
      AND (leased_until IS NULL OR leased_until < clock_timestamp())
      AND NOT EXISTS (SELECT FROM timer AS first
        WHERE split_part(first.key, '/', 1) = split_part(mine.key, '/', 1)
          AND first.name = ANY($1::text[]) AND first.held_at IS NULL
          AND coalesce(first.again_at, first.due_at) <= $2
          AND (first.due_at, array_position($1::text[], first.name), first.key)
            < (mine.due_at, array_position($1::text[], mine.name), mine.key))
    ORDER BY coalesce(again_at, due_at) LIMIT $3 FOR UPDATE SKIP LOCKED)
RETURNING name, key, due_at, turn, traceparent, order_id
"""
_FINISH = "DELETE FROM timer WHERE name = $1 AND key = $2 AND turn = $3"
_RELEASE = """
UPDATE timer SET leased_until = NULL WHERE name = $1 AND key = $2 AND turn = $3
"""
_REFUSED = """
UPDATE timer SET attempts = attempts + 1, refusal = $4, leased_until = NULL,
    again_at = $5::timestamptz + ($6::interval[])[least(attempts + 1, cardinality($6::interval[]))],
    held_at = CASE WHEN attempts >= cardinality($6::interval[]) THEN clock_timestamp() END
WHERE name = $1 AND key = $2 AND turn = $3
RETURNING held_at IS NOT NULL AS is_held
"""

_log = logger("timers")


@dataclass(frozen=True, slots=True)
class DueTimer:
    """A timer whose moment has come; `due_at` is that moment, however late it is now."""

    name: str
    key: str
    due_at: datetime
    turn: int
    traceparent: str = ""
    order_id: str = ""

    @property
    def thing(self) -> str:
        """What it is about."""
        return self.key.partition("/")[0]


Handler = Callable[[DueTimer], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Timers:
    """Carries out the timers of a service.

    `handlers` are in the order of what is due at one moment. A handler runs in the transaction that
    also ends the timer, so its effect happens once; it may schedule the same timer again, and calls
    nobody. It takes the moment from its timer and does nothing where its thing has moved on: the
    timer is over then. A refusal undoes what it did, and the timer comes again after a pause.
    """

    handlers: Mapping[str, Handler]
    database: Database
    clock: Clock
    at_once: int = 100
    name: str = TIMERS

    async def due(self) -> Sequence[DueTimer]:
        """Claim timers whose moment has come, of each thing the first."""
        names, now = list(self.handlers), self.clock.now()
        looked(TIMERS, now)
        timers: list[DueTimer] = []
        # Name by name: thousands that wait for others of their thing are not looked through.
        for name, at in await self._first():
            if at <= now and len(timers) < self.at_once:
                asked = (names, now, self.at_once - len(timers), name)
                timers += map(_due, (await self.database.run(_CLAIM, asked)).all())
        return sorted(timers, key=lambda one: one.due_at)

    async def carry_out(self, item: DueTimer) -> None:
        """Run the handler if this is still the timer's turn."""
        named = f"timer {item.name}"
        with span(named, traceparent=item.traceparent, order_id=item.order_id):
            try:
                await self._ring(item)
            except Stale:
                # Somebody was faster with something it reads: at once again.
                await self.database.run(_RELEASE, (item.name, item.key, item.turn))
            except Refusal as refusal:
                await self._refused(item, refusal)

    async def next_due(self) -> datetime | None:
        """Answer the earliest moment any of them is due; who waits for a person does not."""
        return min((at for _, at in await self._first()), default=None)

    async def is_quiet(self) -> bool:
        """Tell whether none is due now."""
        earliest = await self.next_due()
        return earliest is None or earliest > self.clock.now()

    async def _first(self) -> Sequence[tuple[str, datetime]]:
        async with self.database.reading() as connection:
            rows = (await connection.exec_driver_sql(_FIRST, (list(self.handlers),))).all()
        return [(row.name, row.at) for row in rows]

    async def _ring(self, item: DueTimer) -> None:
        async with self.database.transaction() as connection:
            mine = await connection.exec_driver_sql(_FINISH, (item.name, item.key, item.turn))
            if mine.rowcount:
                await self.handlers[item.name](item)

    async def _refused(self, item: DueTimer, refusal: Refusal) -> None:
        said = f"{refusal.code}: {refusal.sentence}"
        parameters = (item.name, item.key, item.turn, said, self.clock.now(), list(PAUSES))
        row = (await self.database.run(_REFUSED, parameters)).first()
        metrics.TIMERS_REFUSED.labels(item.name).inc()
        told = {"timer": item.name, "key": item.key, "refusal": said}
        if row is not None and row.is_held:
            _log.error("an appointment waits for a person", **told)
        else:
            _log.warning("an appointment was refused and comes again", **told)


def _due(row: Any) -> DueTimer:
    return DueTimer(row.name, row.key, row.due_at, row.turn, row.traceparent, row.order_id)
