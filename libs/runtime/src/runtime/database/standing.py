"""What stands now and waits for a person, counted from the tables: a gauge an alert can clear by.

A counter of what came to stand is born with its first increase, which no rate sees; and it says
nothing once the trouble is old.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from prometheus_client import Gauge

from runtime.database.statements import Statement, compiled
from runtime.telemetry import metrics


@dataclass(frozen=True, slots=True)
class Standing:
    """Rows of one kind: the statement answers `label` and `number` for each label of the gauge."""

    gauge: Gauge
    statement: str | Statement

    @property
    def text(self) -> str:
        """Return the statement as PostgreSQL reads it."""
        if isinstance(self.statement, str):
            return self.statement
        return compiled(self.statement).text


_BUSINESS_NOW = """(
    SELECT coalesce(max(standing_at), now() + coalesce(max(moved_by), interval '0'))
    FROM business_clock)"""
"""The clock of the service, not of the machine; where nobody can move it, it has no row."""
PARKED = Standing(
    metrics.PARKED_NOW,
    "SELECT topic AS label, count(*) AS number FROM parked_message GROUP BY topic",
)
LOCKED = Standing(
    metrics.TRIES_LOCKED_NOW,
    f"SELECT kind AS label, count(*) AS number FROM wrong_try"  # noqa: S608 - our own words
    f" WHERE locked_until > {_BUSINESS_NOW} AND who <> '' GROUP BY kind",
)
TEXTS = Standing(
    metrics.TEXTS_WAITING,
    "SELECT 'over a minute' AS label, count(*) AS number FROM typed_text"
    " WHERE put_at < now() - interval '1 minute' HAVING count(*) > 0",
)
# Name by name, by the index of what is next: those of years to come are not looked at.
_NAMES = """
WITH RECURSIVE told(name) AS (
    (SELECT name FROM timer WHERE held_at IS NULL ORDER BY name LIMIT 1)
    UNION ALL SELECT (SELECT timer.name FROM timer
        WHERE timer.held_at IS NULL AND timer.name > told.name ORDER BY timer.name LIMIT 1)
    FROM told WHERE told.name IS NOT NULL)
"""
_MOST_COUNTED = 10_000
HELD = Standing(
    metrics.TIMERS_HELD,
    "SELECT name AS label, count(*) AS number FROM timer WHERE held_at IS NOT NULL GROUP BY name",
)
LATE = Standing(
    metrics.TIMERS_LATE,
    f"""
    {_NAMES}
    SELECT told.name AS label, greatest(extract(epoch FROM {_BUSINESS_NOW} - first.at), 0) AS number
    FROM told CROSS JOIN LATERAL (
        SELECT min(coalesce(again_at, due_at)) AS at FROM timer
        WHERE timer.name = told.name AND held_at IS NULL) AS first
    WHERE told.name IS NOT NULL
    """,  # noqa: S608 - our own words
)
DUE = Standing(
    metrics.TIMERS_DUE,
    f"""
    {_NAMES}
    SELECT 'timers' AS label, count(*) AS number FROM (
        SELECT FROM told CROSS JOIN LATERAL (
            SELECT FROM timer WHERE timer.name = told.name AND held_at IS NULL
                AND coalesce(again_at, due_at) <= {_BUSINESS_NOW}
                AND (leased_until IS NULL OR leased_until < clock_timestamp())
            LIMIT {_MOST_COUNTED}) AS due LIMIT {_MOST_COUNTED}) AS counted
    """,  # noqa: S608 - our own words
)
OURS = (PARKED, LOCKED, TEXTS, HELD, LATE, DUE)
"""Every service's."""


async def measure(connection: Any, standings: Sequence[Standing]) -> None:
    """Count all of them anew, on an asyncpg connection; labels nothing stands under are gone.

    Several may share a gauge, each with labels of its own.
    """
    counted = [(standing.gauge, await connection.fetch(standing.text)) for standing in standings]
    forget(standings)
    for gauge, rows in counted:
        for row in rows:
            gauge.labels(row["label"]).set(row["number"])


def forget(standings: Sequence[Standing]) -> None:
    """Say nothing any more: another process counts now."""
    for standing in standings:
        standing.gauge.clear()
