"""Orders that wait now: for a person, or for a worker."""

from prometheus_client import Gauge

from runtime.telemetry import metrics
from runtime.telemetry.standing import Standing

HELD = Standing(
    Gauge("kaitong_orders_held_now", "Orders that wait for a person", ["process"]),
    "SELECT process AS label, count(*) AS number FROM orders WHERE state = 'held' GROUP BY process",
)
# An order's id is a UUIDv7: its first twelve digits are the milliseconds of a machine's clock.
# The states are those of the index of open slots.
IN_FLIGHT = Standing(
    Gauge(
        "kaitong_orders_in_flight_seconds",
        "How long ago the oldest order was asked for that is not at its end, by state",
        ["state"],
    ),
    """
    SELECT state AS label, extract(epoch FROM clock_timestamp()) - min(
        ('x' || lpad(translate(left(id, 13), '-', ''), 16, '0'))::bit(64)::bigint) / 1e3 AS number
    FROM orders
    WHERE state IN ('judging', 'preparing', 'completed', 'settling', 'undoing')
        AND id ~ '^[0-9a-f]{8}-[0-9a-f]{4}-7'
    GROUP BY state
    """,
)
HEARD = Standing(
    Gauge(
        "kaitong_arrears_heard_seconds",
        "How long ago the oldest change of arrears was said that nothing follows from yet",
        ["because"],
    ),
    """
    SELECT because AS label, extract(epoch FROM clock_timestamp() - min(said_at)) AS number
    FROM arrears_heard AS mine
    WHERE said_at IS NOT NULL AND NOT EXISTS (
        SELECT FROM orders AS open WHERE open.subscriber_id = mine.subscriber_id
            AND open.state IN ('judging', 'preparing', 'completed', 'settling', 'undoing', 'held'))
    GROUP BY because
    """,
)
"""Who stands behind an order of theirs waits for that one."""
_MOST = 5000
"""More are not counted: what waits is then far beyond what all workers together take at once."""
_TAKEABLE = """
(leased_until IS NULL OR leased_until < clock_timestamp())
AND NOT EXISTS (SELECT FROM orders AS open WHERE open.subscriber_id = mine.subscriber_id
    AND open.state IN ('judging', 'preparing', 'completed', 'settling', 'undoing', 'held'))
"""
WAITING = Standing(
    metrics.WORK_WAITING,
    f"""
    SELECT 'moving_orders' AS label, count(*) AS number FROM (
        SELECT FROM orders WHERE state IN ('judging', 'preparing', 'settling', 'undoing')
            AND (leased_until IS NULL OR leased_until < clock_timestamp()) LIMIT {_MOST}) AS moving
    UNION ALL SELECT 'waiting_orders', count(*) FROM (
        SELECT FROM orders AS mine WHERE state = 'waiting' AND {_TAKEABLE} LIMIT {_MOST}) AS waiting
    UNION ALL SELECT 'arrears_heard', count(*) FROM (
        SELECT FROM arrears_heard AS mine WHERE {_TAKEABLE} LIMIT {_MOST}) AS heard
    """,  # noqa: S608 - our own words
)
