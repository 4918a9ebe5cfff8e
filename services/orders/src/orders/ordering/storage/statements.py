"""What is run over orders: one statement for an act, its history and what it publishes."""

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import (
    ARRAY,
    CTE,
    Boolean,
    ColumnElement,
    DateTime,
    Float,
    FromClause,
    Insert,
    Integer,
    Select,
    Text,
    and_,
    bindparam,
    case,
    cast,
    column,
    exists,
    func,
    insert,
    literal,
    literal_column,
    or_,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.dialects.postgresql import insert as insert_or_not

from orders.ordering.domain.lifecycle import OrderState
from orders.ordering.tables import (
    ORDER_HISTORY,
    ORDERS,
    is_free,
    moves_on,
    slot_is_free,
    waits,
)
from runtime.database.statements import Statement
from runtime.messaging.tables import OUTBOX

_O = ORDERS.c
_NOW = bindparam("now", type_=DateTime(timezone=True))
_A_SECOND: ColumnElement[object] = literal_column("interval '1 second'")
_SECONDS = cast(bindparam("seconds"), Float)
_AT_ONCE = cast(bindparam("at_once"), Integer)


def _in_seconds(seconds: ColumnElement[float]) -> ColumnElement[object]:
    return func.clock_timestamp() + seconds * _A_SECOND


def _leased(seconds: ColumnElement[float]) -> ColumnElement[object]:
    """Return the end of a lease; none where its caller leaves the order to others."""
    return case((seconds > 0, _in_seconds(seconds)))


def _json(name: str) -> ColumnElement[object]:
    return cast(cast(bindparam(name), Text), JSONB)


# What is published goes into the outbox of the runtime, in its order, if the order was stored.
_EVENT_COLUMNS = (
    *("topic", "key", "payload", "event_id", "event_type", "subject", "order_id", "traceparent"),
)
EVENT_COLUMNS = tuple(f"event_{name}" for name in _EVENT_COLUMNS)
"""The parameters of what is published, in the order of the outbox's columns."""


def _published(stored: CTE) -> CTE:
    arrays: list[ColumnElement[object]] = [
        cast(bindparam(parameter), ARRAY(OUTBOX.c[name].type))
        for parameter, name in zip(EVENT_COLUMNS, _EVENT_COLUMNS, strict=True)
    ]
    event = (
        func.unnest(*arrays)
        .table_valued(*_EVENT_COLUMNS, with_ordinality="place")
        .render_derived(name="event")
    )
    rows = select(*(event.c[name] for name in _EVENT_COLUMNS), _NOW)
    of_stored = rows.join_from(event, stored, stored.c.id == event.c.order_id)
    names = [*_EVENT_COLUMNS, "occurred_at"]
    return insert(OUTBOX).from_select(names, of_stored.order_by(event.c.place)).cte("published")


def _add() -> Insert:
    asked = {
        name: bindparam(name, type_=_O[name].type)
        for name in (
            *("id", "request_id", "digest", "process", "subscriber_id", "customer_id", "msisdn"),
            *("opener", "channel", "actor", "proofs", "state", "traceparent", "caused_at"),
            "role",
        )
    }
    begun = (
        insert_or_not(ORDERS)
        .values(
            **asked,
            request=_json("request"),
            asked_at=_NOW,
            changed_at=_NOW,
            leased_until=_leased(cast(bindparam("lease"), Float)),
        )
        .on_conflict_do_nothing()
        .returning(_O.id)
        .cte("begun")
    )
    first = select(
        begun.c.id, literal(0), literal(0), literal("asked"), asked["state"], literal(""), _NOW
    )
    columns = ["order_id", "turn", "place", "act", "state", "note", "at"]
    return insert(ORDER_HISTORY).from_select(columns, first).add_cte(_published(begun))


ADD: Statement = _add()

_CHANGES = {
    "turn": Integer, "state": Text, "remaining": Integer, "refused_with": Text, "sentence": Text,
    "closes_with": Text, "customer_id": Text, "msisdn": Text,
}  # fmt: skip
_PAST = {
    "turn": Integer, "place": Integer, "act": Text, "state": Text, "note": Text, "step": Integer,
}  # fmt: skip
Awaits = Callable[[FromClause], ColumnElement[bool]]
"""Says whether something waits for the slot of one of these orders."""


def _moved() -> CTE:
    """The plan is written once, when it is made; every write checks the turn before it."""
    act = (
        func.jsonb_to_recordset(_json("acts"))
        .table_valued(
            column("id", Text),
            *(column(name, kind) for name, kind in _CHANGES.items()),
            column("plan", JSONB),
            column("has_network", Boolean),
            column("lease", Float),
        )
        .render_derived(name="act", with_types=True)
    )
    return (
        update(ORDERS)
        .values(
            **{name: act.c[name] for name in _CHANGES},
            plan=func.coalesce(act.c.plan, _O.plan),
            has_network=_O.has_network | act.c.has_network,
            leased_until=_leased(act.c.lease),
            changed_at=_NOW,
        )
        .where(_O.id == act.c.id, _O.turn == act.c.turn - 1)
        .returning(_O.id, _O.subscriber_id)
        .cte("moved")
    )


def _past(moved: CTE) -> CTE:
    past = (
        func.jsonb_to_recordset(_json("past"))
        .table_valued(column("id", Text), *(column(name, kind) for name, kind in _PAST.items()))
        .render_derived(name="past", with_types=True)
    )
    rows = select(past.c.id, *(past.c[name] for name in _PAST), _NOW)
    return (
        insert(ORDER_HISTORY)
        .from_select(
            ["order_id", *_PAST, "at"], rows.join_from(past, moved, moved.c.id == past.c.id)
        )
        .returning(ORDER_HISTORY.c.order_id)
        .cte("kept")
    )


def another_waits(moved: FromClause) -> ColumnElement[bool]:
    """Say that another order waits for the slot of one of these."""
    other = ORDERS.alias("next")
    return exists().where(
        other.c.subscriber_id == moved.c.subscriber_id, waits(other), other.c.id != moved.c.id
    )


def save(*awaits: Awaits) -> Statement:
    """Make the statement that stores acts; it answers how many moves, and whether a slot is
    awaited by another order or by what `awaits` says."""
    moved = _moved()
    kept = select(func.count()).select_from(_past(moved)).scalar_subquery()
    awaited = or_(*(one(moved) for one in (another_waits, *awaits)))
    return select(kept.label("kept"), awaited.label("awaited")).add_cte(_published(moved))


SAVE = save()

_READ = (
    *("id", "request_id", "digest", "process", "subscriber_id", "customer_id", "msisdn", "opener"),
    *("channel", "actor", "proofs", "state", "turn", "remaining", "refused_with", "sentence"),
    *("closes_with", "asked_at", "changed_at", "caused_at", "traceparent", "role"),
)
COLUMNS: Sequence[ColumnElement[Any]] = (
    *(_O[name] for name in _READ),
    cast(_O.request, Text).label("request"),
    cast(_O.plan, Text).label("plan"),
)
"""What an order is read from; its JSON as text."""

_ORDER: Select[*tuple[object, ...]] = select(*COLUMNS)
_OF_SUBSCRIBER = _O.subscriber_id == bindparam("subscriber")
LOCK: Statement = (
    _ORDER.where(_O.id == func.any(cast(bindparam("ids"), ARRAY(Text))))
    .order_by(_O.id)
    .with_for_update()
)
BY_REQUEST: Statement = _ORDER.where(_O.request_id == bindparam("request_id"))
LOCK_WAITING: Statement = (
    _ORDER.where(_OF_SUBSCRIBER, _O.process == bindparam("process"), waits(ORDERS))
    .order_by(_O.placed)
    .limit(1)
    .with_for_update()
)
_FULFILLED = and_(
    _OF_SUBSCRIBER,
    _O.process == func.any(cast(bindparam("processes"), ARRAY(Text))),
    _O.state == OrderState.FULFILLED.value,
)
LAST_FULFILLED: Statement = (
    select(_O.id, _O.process).where(_FULFILLED).order_by(_O.placed.desc()).limit(1)
)
TIMES_FULFILLED: Statement = (
    select(func.count().label("times"))
    .select_from(ORDERS)
    .where(_FULFILLED, _O.asked_at >= bindparam("since"))
)


def _claim(which: ColumnElement[bool], rows: FromClause) -> ColumnElement[bool]:
    """Say that an order is one of those to claim now; others' claims are skipped."""
    ids = (
        select(rows.c.id)
        .where(which, is_free(rows))
        .order_by(rows.c.placed)
        .limit(_AT_ONCE)
        .with_for_update(skip_locked=True)
    )
    return _O.id.in_(ids)


def _can_start(mine: FromClause) -> ColumnElement[bool]:
    return waits(mine) & slot_is_free(mine)


_CLAIMABLE, _MINE, _OLDER = ORDERS.alias("claimable"), ORDERS.alias("mine"), ORDERS.alias("older")
_IS_OLDEST = ~exists().where(
    waits(_OLDER), _OLDER.c.subscriber_id == _MINE.c.subscriber_id, _OLDER.c.placed < _MINE.c.placed
)
_LEASE = update(ORDERS).values(leased_until=_in_seconds(_SECONDS))
CLAIM_MOVING: Statement = _LEASE.where(_claim(moves_on(_CLAIMABLE), _CLAIMABLE)).returning(*COLUMNS)
CLAIM_WAITING: Statement = _LEASE.where(_claim(_can_start(_MINE) & _IS_OLDEST, _MINE)).returning(
    _O.id, _O.traceparent
)
"""The oldest of each subscriber whose slot is free."""
REST: Statement = _LEASE.where(_O.id == bindparam("id"), _O.turn == bindparam("turn"))
IS_MOVING: Statement = select(exists().where(moves_on(ORDERS)))
CAN_START: Statement = select(exists(select(_MINE.c.id).where(_can_start(_MINE))))
