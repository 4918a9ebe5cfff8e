"""Spans that know which order they belong to, and how a trace goes on over a hop."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from types import MappingProxyType

from opentelemetry import trace
from opentelemetry.context import Context
from opentelemetry.sdk.trace import ReadableSpan, Span, SpanProcessor, TracerProvider
from opentelemetry.trace import SpanKind, Status, StatusCode

from kernel.errors import Refusal

ORDER = "order.id"
_TRACE = re.compile(r"[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}")

_order: ContextVar[str] = ContextVar("order", default="")
_traces: ContextVar[Mapping[str, str]] = ContextVar("traces", default=MappingProxyType({}))


_SILENT = trace.NoOpTracer()


class _Current:
    """The tracer of this process; a silent one until telemetry is set up."""

    tracer: trace.Tracer = trace.NoOpTracer()
    keeps_all: bool = False


def tracer() -> trace.Tracer:
    """Answer the tracer of this process."""
    return _Current.tracer


def use(provider: TracerProvider | None, *, keeps_all: bool = False) -> None:
    """Trace with `provider` from now on; None is silence.

    `keeps_all`: somebody collects spans that are about no order, too.
    """
    _Current.keeps_all = keeps_all
    _Current.tracer = provider.get_tracer("kaitong") if provider else trace.NoOpTracer()


def call_tracer() -> trace.Tracer:
    """Answer the tracer for calls we make: a silent one where nobody would keep their spans."""
    return _Current.tracer if _Current.keeps_all or _order.get() else _SILENT


def current_order() -> str:
    """Answer the order that is being worked on; empty where there is none."""
    return _order.get()


def current_traceparent(order_id: str = "") -> str:
    """Answer the W3C `traceparent` of the current span; empty where nothing is traced.

    In a batch of events of several orders, that of the span of `order_id`.
    """
    if order_id and (own := _traces.get().get(order_id)):
        return own
    return traceparent_of(trace.get_current_span())


def trace_id_of(traceparent: str) -> str:
    """Answer the trace a `traceparent` is of; empty where it is none."""
    match = _TRACE.fullmatch(traceparent)
    return match.group(1) if match else ""


def exemplar(traceparent: str) -> dict[str, str] | None:
    """Answer what a measurement carries to be found again in the traces (OpenMetrics)."""
    trace_id = trace_id_of(traceparent)
    return {"trace_id": trace_id} if trace_id else None


@contextmanager
def tracing_orders(traceparents: Mapping[str, str]) -> Iterator[None]:
    """Let `current_traceparent` know the spans of several orders inside the block."""
    token = _traces.set(traceparents)
    try:
        yield
    finally:
        _traces.reset(token)


def traceparent_of(span: trace.Span) -> str:
    """Write a span's context as W3C `traceparent`; empty for a span that is none."""
    context = span.get_span_context()
    if not context.is_valid:
        return ""
    return f"00-{context.trace_id:032x}-{context.span_id:016x}-{int(context.trace_flags):02x}"


def name_order(order_id: str) -> None:
    """Tell that the current span, and what comes in this task, is about this order."""
    if not order_id:
        return
    _order.set(order_id)
    trace.get_current_span().set_attribute(ORDER, order_id)


@contextmanager
def about_order(order_id: str) -> Iterator[None]:
    """Work on this order inside the block: spans and log lines carry it."""
    token = _order.set(order_id or _order.get())
    if order_id:
        trace.get_current_span().set_attribute(ORDER, order_id)
    try:
        yield
    finally:
        _order.reset(token)


@contextmanager
def span(
    name: str,
    *,
    kind: SpanKind = SpanKind.INTERNAL,
    traceparent: str = "",
    order_id: str = "",
    attributes: Mapping[str, str | int] | None = None,
) -> Iterator[trace.Span]:
    """Trace the block; it continues `traceparent` where one is given, else the current span."""
    with (
        _Current.tracer.start_as_current_span(
            name, context=continued(traceparent), kind=kind, attributes=attributes,
            record_exception=False, set_status_on_exception=False,
        ) as current,
        about_order(order_id),
    ):  # fmt: skip
        try:
            yield current
        except Refusal as refusal:
            current.set_attribute("refusal", refusal.code)
            raise
        except Exception as error:
            current.set_status(Status(StatusCode.ERROR, type(error).__name__))
            raise


def continued(traceparent: str) -> Context | None:
    """Answer the context of a span elsewhere; None where `traceparent` is none."""
    parts = traceparent.split("-")
    if len(parts) != 4:
        return None
    try:
        remote = trace.SpanContext(
            trace_id=int(parts[1], 16),
            span_id=int(parts[2], 16),
            is_remote=True,
            trace_flags=trace.TraceFlags(int(parts[3], 16)),
        )
    except ValueError:
        return None
    if not remote.is_valid:
        return None
    return trace.set_span_in_context(trace.NonRecordingSpan(remote))


class OrderNaming(SpanProcessor):
    """Gives every span the order its task works on."""

    def on_start(self, span: Span, parent_context: Context | None = None) -> None:
        order_id = _order.get()
        if order_id:
            span.set_attribute(ORDER, order_id)

    def on_end(self, span: ReadableSpan) -> None:
        return None
