"""Texts that wait longer than they should, by why, and how many wait at all."""

from prometheus_client import Gauge

from runtime.database.standing import Standing
from runtime.telemetry import metrics

OVERDUE = Standing(
    Gauge("kaitong_texts_overdue", "Texts that wait for longer than five minutes", ["reason"]),
    """
SELECT CASE WHEN reason = '' THEN 'NOT_TRIED' ELSE reason END AS label, count(*) AS number
FROM text_message
WHERE state IN ('asked', 'sending') AND put_at < clock_timestamp() - interval '5 minutes'
    AND (held_until IS NULL OR ready_at > put_at)
GROUP BY 1
""",
)
WAITING = Standing(
    metrics.WORK_WAITING,
    """
SELECT 'texts' AS label, count(*) AS number FROM (
    SELECT FROM text_message WHERE state = 'asked' AND ready_at <= clock_timestamp()
    LIMIT 5000) AS counted
""",
)
"""Those that could be handed over now."""
