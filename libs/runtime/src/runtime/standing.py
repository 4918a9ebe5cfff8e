"""What stands now and waits for a person, counted from the tables: a gauge an alert can clear by.

A counter of what came to stand is born with its first increase, which no rate sees; and it says
nothing once the trouble is old.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from prometheus_client import Gauge

from runtime.telemetry import metrics


@dataclass(frozen=True, slots=True)
class Standing:
    """Rows of one kind: the statement answers `label` and `number` for each label of the gauge."""

    gauge: Gauge
    statement: str


PARKED = Standing(
    metrics.PARKED_NOW,
    "SELECT topic AS label, count(*) AS number FROM parked_message GROUP BY topic",
)
LOCKED = Standing(
    metrics.TRIES_LOCKED_NOW,
    # Business time, as the locks are: the clock of the service, not of the machine.
    "SELECT kind AS label, count(*) AS number FROM wrong_try"
    " WHERE locked_until > (SELECT coalesce(standing_at, now() + moved_by) FROM business_clock)"
    " AND who <> '' GROUP BY kind",
)
TEXTS = Standing(
    metrics.TEXTS_WAITING,
    "SELECT 'over a minute' AS label, count(*) AS number FROM typed_text"
    " WHERE put_at < now() - interval '1 minute' HAVING count(*) > 0",
)
OURS = (PARKED, LOCKED, TEXTS)
"""Every service's."""


async def measure(connection: Any, standings: Sequence[Standing]) -> None:
    """Count all of them anew, on an asyncpg connection; labels nothing stands under are gone."""
    for standing in standings:
        rows = await connection.fetch(standing.statement)
        standing.gauge.clear()
        for row in rows:
            standing.gauge.labels(row["label"]).set(row["number"])


def forget(standings: Sequence[Standing]) -> None:
    """Say nothing any more: another process counts now."""
    for standing in standings:
        standing.gauge.clear()
