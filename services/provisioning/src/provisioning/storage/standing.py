"""Network changes that wait for a person now."""

from prometheus_client import Gauge

from runtime.standing import Standing

HELD = Standing(
    Gauge("kaitong_changes_held_now", "Network changes that wait for a person", ["code"]),
    """
    SELECT element_code AS label, count(*) AS number FROM network_change WHERE state = 'held'
    GROUP BY element_code
    """,
)
