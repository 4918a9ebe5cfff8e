"""Spans of events that are received: one for each that is about an order, batched or not."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from opentelemetry.trace import Span, SpanKind, Status, StatusCode

from runtime.messaging.listener import Received
from runtime.telemetry.tracing import (
    ORDER,
    continued,
    span,
    traceparent_of,
    tracer,
    tracing_orders,
)


@contextmanager
def handling(received: Sequence[Received]) -> Iterator[None]:
    """Trace the handling of events; each continues the trace it came with."""
    traced = [each for each in received if each.order_id]
    if not traced:
        yield
    elif len(received) == 1:
        with span(
            _name(traced[0]),
            kind=SpanKind.CONSUMER,
            traceparent=traced[0].traceparent,
            order_id=traced[0].order_id,
        ):
            yield
    else:
        with _together(traced):
            yield


@contextmanager
def _together(traced: Sequence[Received]) -> Iterator[None]:
    spans = {each.order_id: _start(each) for each in traced}
    try:
        with tracing_orders({order: traceparent_of(one) for order, one in spans.items()}):
            yield
    except Exception as error:
        for each in spans.values():
            each.set_status(Status(StatusCode.ERROR, type(error).__name__))
        raise
    finally:
        for each in spans.values():
            each.end()


def _start(received: Received) -> Span:
    return tracer().start_span(
        _name(received),
        context=continued(received.traceparent),
        kind=SpanKind.CONSUMER,
        attributes={ORDER: received.order_id},
    )


def _name(received: Received) -> str:
    return f"handle {received.message.DESCRIPTOR.name}"
