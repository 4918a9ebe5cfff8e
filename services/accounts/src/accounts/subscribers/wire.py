"""Subscribers in protobuf."""

from datetime import UTC
from typing import TypeVar

from accounts.subscribers.domain.abroad import Permission
from accounts.subscribers.domain.events import SubscriberChanged
from accounts.subscribers.domain.language import LanguageChosen
from accounts.subscribers.domain.stop import Level, Stop, StopReason
from accounts.subscribers.domain.subscriber import (
    Subscriber,
    debt_since,
    open_until,
    paused_stops,
    stops_at_end,
    voluntary_stop,
)
from accounts.subscribers.domain.supplementary import Service, ServiceSetting
from accounts.subscribers.usecases.follow_plans import PlanSeen
from boss import topics
from boss.accounts.v1 import events_pb2, questions_pb2
from boss.billing.v1.events_pb2 import PlanChanged
from boss.values.v1 import values_pb2
from kernel.errors import Invalid
from kernel.numbering import Imsi, Msisdn
from runtime.messaging.outbox import Outgoing
from runtime.rpc.timestamps import timestamp

Number = TypeVar("Number", Msisdn, Imsi)
LEVELS = {level: f"BARRING_LEVEL_{level.name}" for level in Level}
PRE_TERMINATED = "pre_terminated"
REASONS = {one: f"STOP_REASON_{one.name}" for one in StopReason}


def subscriber_key(request: questions_pb2.GetSubscriberRequest) -> str | Msisdn | Imsi:
    """Read which subscriber is asked about; raises `Invalid` with the field."""
    match request.WhichOneof("by"):
        case "msisdn":
            return _read(Msisdn, request.msisdn, field="msisdn")
        case "imsi":
            return _read(Imsi, request.imsi, field="imsi")
        case "id":
            return request.id
    raise Invalid("FIELD_MISSING", "Say which: id, msisdn or imsi.", field="id")


def _read(kind: type[Number], text: str, *, field: str) -> Number:
    try:
        return kind(text)
    except ValueError as error:
        raise Invalid("FIELD_NOT_VALID", f"{error}.", field=field) from None


def plan_seen_of(message: PlanChanged) -> PlanSeen:
    """Return who has which plan; raises `FIELD_NOT_VALID` where something of it is not said."""
    for field in ("subscriber_id", "offering"):
        if not getattr(message, field):
            raise Invalid("FIELD_NOT_VALID", "This must be said.", field=field)
    if not message.HasField("occurred_at"):
        raise Invalid("FIELD_NOT_VALID", "This must be said.", field="occurred_at")
    since = message.occurred_at.ToDatetime(UTC)
    return PlanSeen(message.subscriber_id, message.offering, since)


def subscriber_message(subscriber: Subscriber) -> questions_pb2.Subscriber:
    voluntary = voluntary_stop(subscriber)
    since = min((kept.since for kept in subscriber.in_force), default=None)
    return questions_pb2.Subscriber(
        id=subscriber.id,
        msisdn=subscriber.number.msisdn.value,
        iccid=subscriber.card.iccid.value,
        imsi=subscriber.card.imsi.value,
        holder_id=subscriber.holder_id,
        state=shown_state(subscriber),
        stops=[_stop(stop) for stop in sorted(subscriber.stops)],
        offering=subscriber.offering,
        sim_since=timestamp(subscriber.sim_since),
        activated_at=timestamp(subscriber.activated_at),
        terminated_at=timestamp(subscriber.terminated_at),
        suspended_until=timestamp(voluntary.until) if voluntary else None,
        suspended_since=timestamp(voluntary.since if voluntary else since),
        version=subscriber.version,
        open_until=timestamp(open_until(subscriber)),
        phase=subscriber.phase.value,
        bound_until=timestamp(subscriber.bound_until),
        paused_stops=[_stop(stop) for stop in sorted(paused_stops(subscriber))],
        debt_since=timestamp(debt_since(subscriber)),
        stops_at_end=[
            questions_pb2.EndedStop(stop=_stop(kept.stop), order_id=kept.lifted_by)
            for kept in stops_at_end(subscriber)
        ],
        number_state=subscriber.number.state.value,
        number_grade=subscriber.number.grade,
        long_distance=_permission(subscriber.abroad.long_distance),
        roaming=_permission(subscriber.abroad.roaming),
        services=[_service(name, one) for name, one in sorted(subscriber.services.items())],
    )


def _service(service: Service, setting: ServiceSetting) -> values_pb2.SupplementaryService:
    return values_pb2.SupplementaryService(
        service=service.value,
        state=setting.state.value,
        number=setting.number,
        seconds=setting.seconds,
    )


def shown_state(subscriber: Subscriber) -> str:
    """Return the state as everybody else names it: why somebody is ending is the phase's."""
    state = subscriber.state.value
    return PRE_TERMINATED if state.startswith(PRE_TERMINATED) else state


def subscriber_changed(event: SubscriberChanged) -> Outgoing:
    subscriber = event.subscriber
    message = events_pb2.SubscriberChanged(
        subscriber_id=subscriber.id,
        version=subscriber.version,
        what=event.what.value,
        msisdn=subscriber.number.msisdn.value,
        imsi=subscriber.card.imsi.value,
        iccid=subscriber.card.iccid.value,
        customer_id=subscriber.holder_id,
        state=shown_state(subscriber),
        stops=[_stop(stop) for stop in sorted(subscriber.stops)],
        level=LEVELS[subscriber.level],
        offering=subscriber.offering,
        order_id=event.order_id,
        occurred_at=timestamp(event.at),
        long_distance=_permission(subscriber.abroad.long_distance),
        roaming=_permission(subscriber.abroad.roaming),
        # To whom somebody forwards is said to who asks, and not to everybody who listens.
        services=[
            _service(name, ServiceSetting(one.state))
            for name, one in sorted(subscriber.services.items())
        ],
        former_customer_id=event.former_holder_id,
        open_until=timestamp(open_until(subscriber)),
    )
    return Outgoing(topics.SUBSCRIBER_CHANGED, subscriber.id, message)


def _permission(permission: Permission) -> values_pb2.Permission | None:
    if not permission.is_open:
        return None
    return values_pb2.Permission(open=True, until=timestamp(permission.until))


def _stop(stop: Stop) -> values_pb2.Stop:
    return values_pb2.Stop(reason=REASONS[stop.reason], level=LEVELS[stop.level])


def language_chosen(event: LanguageChosen) -> Outgoing:
    chosen = event.chosen
    message = events_pb2.LanguageChosen(
        subscriber_id=chosen.subscriber_id,
        version=chosen.version,
        language=chosen.language or "",
        order_id=event.order_id,
        occurred_at=timestamp(event.at),
    )
    return Outgoing(topics.LANGUAGE_CHOSEN, chosen.subscriber_id, message)
