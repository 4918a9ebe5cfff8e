"""Orders that wait now: for a person, or for a worker."""

from prometheus_client import Gauge
from sqlalchemy import (
    ColumnElement,
    FromClause,
    Numeric,
    Select,
    cast,
    extract,
    func,
    literal,
    literal_column,
    select,
    union_all,
)

from orders.ordering.domain.lifecycle import HOLDS_SLOT, OrderState
from orders.ordering.tables import (
    ORDERS,
    has_state,
    is_free,
    is_held,
    moves_on,
    slot_is_free,
    waits,
)
from runtime.database.standing import Standing
from runtime.telemetry import metrics

_O = ORDERS.c
_NUMBER = func.count().label("number")
HELD = Standing(
    Gauge("kaitong_orders_held_now", "Orders that wait for a person", ["process"]),
    select(_O.process.label("label"), _NUMBER).where(is_held(ORDERS)).group_by(_O.process),
)
# An order's id is a UUIDv7: its first twelve digits are the milliseconds of a machine's clock.
_ASKED_AT = literal_column(
    "('x' || lpad(translate(left(id, 13), '-', ''), 16, '0'))::bit(64)::bigint / 1e3", Numeric
)
_AGE = cast(extract("epoch", func.clock_timestamp()), Numeric) - func.min(_ASKED_AT)
# The states are among those of the index of open slots.
_OPEN = has_state(ORDERS, HOLDS_SLOT - {OrderState.HELD})
IN_FLIGHT = Standing(
    Gauge(
        "kaitong_orders_in_flight_seconds",
        "How long ago the oldest order was asked for that is not at its end, by state",
        ["state"],
    ),
    select(_O.state.label("label"), _AGE.label("number"))
    .where(_OPEN, _O.id.regexp_match("^[0-9a-f]{8}-[0-9a-f]{4}-7"))
    .group_by(_O.state),
)
_MOST = 5000
"""More are not counted: what waits is then far beyond what all workers together take at once."""
_MINE = ORDERS.alias("mine")


def _counted(queue: str, rows: FromClause, *which: ColumnElement[bool]) -> Select[str, int]:
    takeable = select(rows.c.id).where(*which, is_free(rows)).limit(_MOST).subquery()
    return select(literal(queue).label("label"), _NUMBER).select_from(takeable)


WAITING = Standing(
    metrics.WORK_WAITING,
    union_all(
        _counted("moving_orders", _MINE, moves_on(_MINE)),
        _counted("waiting_orders", _MINE, waits(_MINE), slot_is_free(_MINE)),
    ),
)
