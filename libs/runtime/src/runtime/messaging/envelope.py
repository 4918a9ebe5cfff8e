"""CloudEvents 1.0 on Kafka in binary mode: the headers around a protobuf value.

CloudEvents Kafka protocol binding 1.0.2, section 3.2: attributes travel as `ce_` headers.
"""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from asyncpg.pgproto.pgproto import UUID  # type: ignore[import-untyped]  # it has no types

CONTENT_TYPE = "application/protobuf"
_NAMESPACE = uuid.UUID("6c1f64cc-6a47-5bf0-9f9f-5f0d54c39a11")

Headers = list[tuple[str, bytes]]


@dataclass(frozen=True, slots=True)
class Envelope:
    """The attributes of one event."""

    id: uuid.UUID
    type: str
    source: str
    subject: str
    occurred_at: datetime
    traceparent: str = ""
    order_id: str = ""
    cause: str = ""
    """Why it was parked; only on copies for watchers."""


def headers_of(envelope: Envelope) -> Headers:
    """Write an envelope as Kafka headers."""
    pairs = [
        ("ce_specversion", "1.0"),
        ("ce_id", str(envelope.id)),
        ("ce_type", envelope.type),
        ("ce_source", envelope.source),
        ("ce_subject", envelope.subject),
        ("ce_time", envelope.occurred_at.astimezone(UTC).isoformat()),
        ("content-type", CONTENT_TYPE),
        ("traceparent", envelope.traceparent),
        ("ce_orderid", envelope.order_id),
        ("ce_cause", envelope.cause),
    ]
    return [(name, value.encode()) for name, value in pairs if value]


def read_headers(headers: Iterable[tuple[str, bytes | None]]) -> Mapping[str, str]:
    """Read Kafka headers as text; what is no text is read as far as it can be."""
    pairs = tuple(headers)
    try:
        read = {name: value.decode() for name, value in pairs if value is not None}
    except UnicodeDecodeError:
        return _whatever_they_are(pairs)
    # Nearly all are plain text: looked at together, they cost a quarter.
    if len(read) < len(pairs) or "\0" in "".join((*read, *read.values())):
        return _whatever_they_are(pairs)
    return read


def _whatever_they_are(headers: Iterable[tuple[str, bytes | None]]) -> Mapping[str, str]:
    return {storable(name): readable(value) for name, value in headers}


def readable(value: bytes | None) -> str:
    """Read bytes that should be text; whatever they are, the answer can be stored."""
    return storable((value or b"").decode(errors="replace"))


def storable(text: str) -> str:
    """Replace what PostgreSQL cannot keep in a text."""
    return text.replace("\0", "\ufffd") if "\0" in text else text


def message_id(text: str) -> uuid.UUID:
    """Answer the id to remember for a `ce_id`; ids that are no UUID get one of their own."""
    try:
        # The same as the standard library's and read by C: every event that is consumed has one.
        known: uuid.UUID = UUID(text)
    except ValueError:
        return uuid.uuid5(_NAMESPACE, text)
    return known


def place_id(parts: Sequence[object]) -> uuid.UUID:
    """Answer an id for a record that carries none: its place in the topic."""
    return uuid.uuid5(_NAMESPACE, "/".join(map(str, parts)))


def read_time(text: str, *, otherwise: datetime) -> datetime:
    """Read `ce_time` (RFC 3339); the record's own time where it is missing or unreadable."""
    try:
        read = datetime.fromisoformat(text)
    except ValueError:
        return otherwise
    return read if read.tzinfo else read.replace(tzinfo=UTC)
