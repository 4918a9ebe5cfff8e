"""Spans of events that are heard: one for each that is about an order, batched or not."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from opentelemetry.trace import Span, SpanKind, Status, StatusCode

from runtime.messaging.listener import Heard
from runtime.telemetry.tracing import (
    ORDER,
    continued,
    span,
    traceparent_of,
    tracer,
    tracing_orders,
)


@contextmanager
def hearing(heard: Sequence[Heard]) -> Iterator[None]:
    """Trace the handling of events; each continues the trace it came with."""
    traced = [each for each in heard if each.order_id]
    if not traced:
        yield
    elif len(heard) == 1:
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
def _together(traced: Sequence[Heard]) -> Iterator[None]:
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


def _start(heard: Heard) -> Span:
    return tracer().start_span(
        _name(heard),
        context=continued(heard.traceparent),
        kind=SpanKind.CONSUMER,
        attributes={ORDER: heard.order_id},
    )


def _name(heard: Heard) -> str:
    return f"hear {heard.message.DESCRIPTOR.name}"
