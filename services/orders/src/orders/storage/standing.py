"""Orders that wait now: for a person, or for a worker."""

from prometheus_client import Gauge

from runtime.standing import Standing
from runtime.telemetry import metrics

HELD = Standing(
    Gauge("kaitong_orders_held_now", "Orders that wait for a person", ["process"]),
    "SELECT process AS label, count(*) AS number FROM orders WHERE state = 'held' GROUP BY process",
)
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
