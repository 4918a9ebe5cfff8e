"""A record as it came from a topic, read as far as it can be."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from google.protobuf.message import DecodeError, Message

from kernel.value import value
from runtime.messaging.envelope import message_id, place_id, read_headers, read_time, readable
from runtime.messaging.listener import Received
from runtime.telemetry.orders import order_of


@value
class Record:
    """What the broker, or the table of parked events, holds of one event."""

    topic: str
    partition: int
    offset: int
    recorded_at: datetime
    key: str
    headers: Mapping[str, str]
    payload: bytes


@value
class Incoming:
    """One record on its way to a handler: `received`, or the reason why it cannot be."""

    record: Record
    message_id: UUID
    event_type: str
    received: Received | None = None
    cause: str = ""

    @property
    def key(self) -> str:
        return self.record.key

    @property
    def is_unknown(self) -> bool:
        """Tell whether nobody here handles its type."""
        return self.received is None and not self.cause


def record_of(raw: Any) -> Record:
    """Read what aiokafka gives; never raises, whatever the bytes are."""
    return Record(
        topic=raw.topic,
        partition=raw.partition,
        offset=raw.offset,
        recorded_at=datetime.fromtimestamp((raw.timestamp or 0) / 1000, UTC),
        key=readable(raw.key),
        headers=read_headers(raw.headers),
        payload=raw.value or b"",
    )


def read(record: Record, kinds: Mapping[str, type[Message]]) -> Incoming:
    """Decode a record into one of `kinds`; garbage is answered with its cause, never raised."""
    headers = record.headers
    event_id, event_type = headers.get("ce_id", ""), headers.get("ce_type", "")
    if not event_id or not event_type:
        place = place_id((record.topic, record.partition, record.offset))
        return Incoming(record, place, event_type, cause="It has no ce_id or no ce_type.")
    known = message_id(event_id)
    kind = kinds.get(event_type)
    if kind is None:
        return Incoming(record, known, event_type)
    try:
        message = kind.FromString(record.payload)
    except DecodeError as error:
        return Incoming(record, known, event_type, cause=f"It cannot be decoded: {error}")
    received = Received(
        message=message,
        id=event_id,
        topic=record.topic,
        key=record.key,
        occurred_at=read_time(headers.get("ce_time", ""), otherwise=record.recorded_at),
        order_id=order_of(message) or headers.get("ce_orderid", ""),
        traceparent=headers.get("traceparent", ""),
    )
    return Incoming(record, known, event_type, received=received)
