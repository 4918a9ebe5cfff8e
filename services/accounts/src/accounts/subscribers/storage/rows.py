"""The way from a row of a subscriber, with number, card and stops, to the subscriber."""

import json

from sqlalchemy import ColumnElement, Label, Select, func, or_, select
from sqlalchemy.dialects.postgresql import aggregate_order_by

from accounts.stock.storage.rows import card_of, number_of
from accounts.stock.tables import PHONE_NUMBER, SIM_CARD
from accounts.subscribers.domain.abroad import Abroad, Permission
from accounts.subscribers.domain.moves import Phase
from accounts.subscribers.domain.stop import KeptStop, Stop, StopReason
from accounts.subscribers.domain.subscriber import Subscriber
from accounts.subscribers.storage.services import services_of
from accounts.subscribers.tables import IS_IN_FORCE, LEVEL_KEPT, SUBSCRIBER, SUBSCRIBER_STOP
from runtime.database.rows import Row, instant, instant_or_none

_EARLIEST_FIRST = (SUBSCRIBER_STOP.c.since, SUBSCRIBER_STOP.c.reason, SUBSCRIBER_STOP.c.level)


def stops_of(condition: ColumnElement[bool]) -> Label[object]:
    """Return the stops of the subscriber at hand for which this is true, as JSON."""
    stops = func.json_agg(aggregate_order_by(SUBSCRIBER_STOP.table_valued(), *_EARLIEST_FIRST))
    return (
        select(stops)
        .where(SUBSCRIBER_STOP.c.subscriber_id == SUBSCRIBER.c.id, condition)
        .correlate(SUBSCRIBER)
        .scalar_subquery()
        .label("stops")
    )


def subscribers_with(stops: Label[object]) -> Select[*tuple[object, ...]]:
    """Return the statement that reads subscribers with number, card and these stops."""
    return (
        select(
            SUBSCRIBER,
            PHONE_NUMBER.c.state.label("number_state"),
            PHONE_NUMBER.c.reserved_for_order.label("number_order"),
            PHONE_NUMBER.c.quarantined_until,
            PHONE_NUMBER.c.recycled,
            PHONE_NUMBER.c.held_for,
            PHONE_NUMBER.c.held_until,
            PHONE_NUMBER.c.grade,
            SIM_CARD.c.imsi,
            SIM_CARD.c.state.label("card_state"),
            SIM_CARD.c.reserved_for_order.label("card_order"),
            stops,
        )
        .join_from(SUBSCRIBER, PHONE_NUMBER)
        .join(SIM_CARD)
    )


_ENDED_WITH_IT = SUBSCRIBER_STOP.c.lifted_at == SUBSCRIBER.c.terminated_at
SUBSCRIBERS = subscribers_with(stops_of(or_(IS_IN_FORCE, _ENDED_WITH_IT)))


def subscriber_of(row: Row) -> Subscriber:
    stops = row["stops"]
    kept = json.loads(stops) if isinstance(stops, str) else stops
    return Subscriber(
        id=row["id"],
        holder_id=row["holder_id"],
        number=number_of(
            {**row, "state": row["number_state"], "reserved_for_order": row["number_order"]}
        ),
        card=card_of({**row, "state": row["card_state"], "reserved_for_order": row["card_order"]}),
        offering=row["offering"],
        offering_since=instant_or_none(row["offering_since"]),
        opened_by=row["opened_by"],
        phase=Phase(row["phase"]),
        kept_stops=tuple(_stop_of(stop) for stop in kept or ()),
        sim_since=instant_or_none(row["sim_since"]),
        activated_at=instant_or_none(row["activated_at"]),
        terminated_at=instant_or_none(row["terminated_at"]),
        bound_until=instant_or_none(row["bound_until"]),
        abroad=Abroad(_permission(row, "long_distance"), _permission(row, "roaming")),
        services=services_of(row["services"]),
        version=row["version"],
    )


def _permission(row: Row, service: str) -> Permission:
    return Permission(row[service], instant_or_none(row[f"{service}_until"]))


def _stop_of(row: Row) -> KeptStop:
    return KeptStop(
        stop=Stop(StopReason(row["reason"]), LEVEL_KEPT[row["level"]]),
        since=instant(row["since"]),
        added_by=row["added_by"],
        until=instant_or_none(row["until"]),
        lifted_at=instant_or_none(row["lifted_at"]),
        lifted_by=row["lifted_by"],
        paused_until=instant_or_none(row["paused_until"]),
    )
