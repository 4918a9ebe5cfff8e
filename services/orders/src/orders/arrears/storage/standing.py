"""What was said of arrears and waits to be followed."""

from prometheus_client import Gauge
from sqlalchemy import Numeric, cast, extract, func, literal, select

from orders.arrears.tables import NOTICES
from orders.ordering.tables import is_free, slot_is_free
from runtime.database.standing import Standing
from runtime.telemetry import metrics

_MINE = NOTICES.alias("mine")
_AGE = cast(extract("epoch", func.clock_timestamp() - func.min(_MINE.c.said_at)), Numeric)
OLDEST = Standing(
    Gauge(
        "kaitong_arrears_heard_seconds",
        "How long ago the oldest change of arrears was said that nothing follows from yet",
        ["because"],
    ),
    select(_MINE.c.because.label("label"), _AGE.label("number"))
    .where(_MINE.c.said_at.is_not(None), slot_is_free(_MINE))
    .group_by(_MINE.c.because),
)
"""Who stands behind an order of theirs waits for that one."""
_MOST = 5000
"""More are not counted: what waits is then far beyond what all workers together take at once."""
_TAKEABLE = (
    select(_MINE.c.subscriber_id).where(is_free(_MINE), slot_is_free(_MINE)).limit(_MOST).subquery()
)
WAITING = Standing(
    metrics.WORK_WAITING,
    select(literal("arrears_heard").label("label"), func.count().label("number")).select_from(
        _TAKEABLE
    ),
)
