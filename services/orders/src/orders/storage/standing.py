"""Orders that wait for a person now."""

from prometheus_client import Gauge

from runtime.standing import Standing

HELD = Standing(
    Gauge("kaitong_orders_held_now", "Orders that wait for a person", ["process"]),
    "SELECT process AS label, count(*) AS number FROM orders WHERE state = 'held' GROUP BY process",
)
