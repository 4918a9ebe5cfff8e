"""Network changes that wait, for a person or a worker, and how the network differs."""

from prometheus_client import Gauge

from runtime.telemetry import metrics
from runtime.telemetry.standing import Standing

HELD = Standing(
    Gauge("kaitong_changes_held_now", "Network changes that wait for a person", ["code"]),
    """
    SELECT element_code AS label, count(*) AS number FROM network_change WHERE state = 'held'
    GROUP BY element_code
    """,
)
WAITING = Standing(
    metrics.WORK_WAITING,
    """
    SELECT 'network_changes' AS label, count(*) AS number FROM (
        SELECT FROM network_change AS mine
        WHERE state IN ('queued', 'sent', 'accepted') AND ready_at <= clock_timestamp()
          AND (leased_until IS NULL OR leased_until < clock_timestamp())
          AND NOT EXISTS (
            SELECT FROM lane_place AS place JOIN lane_place AS before
                ON before.lane = place.lane AND before.seq < place.seq
            WHERE place.change_id = mine.id)
        LIMIT 5000) AS counted
    """,
)
"""Those that could be begun: who stands behind another in a lane is not helped by more workers."""
