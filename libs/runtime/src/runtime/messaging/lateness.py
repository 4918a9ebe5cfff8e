"""How late events are handled, by the machines' clocks: business time may stand or jump."""

from collections.abc import Sequence

from kernel.clock import machine_now
from runtime.messaging.incoming import Incoming
from runtime.telemetry import metrics
from runtime.telemetry.tracing import trace_id_of

_BY_TIME = 7
"""A UUIDv7 begins with the milliseconds at which the event was said (RFC 9562, 5.7)."""


def note_lateness(topic: str, handled: Sequence[Incoming]) -> None:
    """Note of each event how long ago it was said; call it once they are handled for good."""
    now = machine_now().timestamp()
    late = [(max(now - _said_at(each), 0.0), _trace_of(each)) for each in handled]
    metrics.CONSUMED_LATE.observe(topic, late)


def _trace_of(incoming: Incoming) -> str:
    received = incoming.received
    return trace_id_of(received.traceparent) if received and received.traceparent else ""


def _said_at(incoming: Incoming) -> float:
    if incoming.message_id.version == _BY_TIME:
        return (incoming.message_id.int >> 80) / 1000
    return incoming.record.recorded_at.timestamp()
