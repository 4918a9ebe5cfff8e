"""Spans about orders, kept in the service's own database, so that an order's way can be told."""

import asyncio
import json
from collections import deque
from datetime import UTC, datetime
from typing import Any

from opentelemetry.sdk.trace import ReadableSpan, SpanProcessor
from opentelemetry.trace import format_span_id, format_trace_id

from runtime.database.database import Database
from runtime.messaging.envelope import storable
from runtime.telemetry import metrics
from runtime.telemetry.logs import logger, mask
from runtime.telemetry.tracing import ORDER

_MOST = 20_000
_FLUSH_SECONDS = 0.5
_BATCH = 2_000
_KEEP = """
INSERT INTO span (started_at, trace_id, span_id, parent_span_id, order_id, name, kind, duration,
    error, attributes)
SELECT * FROM unnest($1::timestamptz[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[],
    $7::text[], $8::bigint[], $9::text[], $10::jsonb[])
"""
_log = logger("spans")


class KeptSpans(SpanProcessor):
    """Collects ended spans that name an order and writes them in batches."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._ended: deque[ReadableSpan] = deque(maxlen=_MOST)

    def on_end(self, span: ReadableSpan) -> None:
        """Collect a span; the oldest is dropped where they come faster than they are written."""
        if ORDER in (span.attributes or {}):
            if len(self._ended) == _MOST:
                metrics.SPANS_DROPPED.inc()
            self._ended.append(span)

    async def run(self) -> None:
        """Write what was collected, twice a second, without end; then once more."""
        try:
            while True:
                await asyncio.sleep(_FLUSH_SECONDS)
                await self.flush()
        finally:
            await asyncio.shield(self.flush())

    async def flush(self) -> None:
        """Write what was collected; what cannot be written is dropped and counted."""
        while self._ended:
            batch = [self._ended.popleft() for _ in range(min(_BATCH, len(self._ended)))]
            columns = tuple(list(column) for column in zip(*map(_row, batch), strict=True))
            try:
                await self._database.run(_KEEP, columns)
            except Exception as error:
                metrics.SPANS_DROPPED.inc(len(batch))
                _log.warning("spans are lost", error=repr(error)[:300])
                return


def _row(span: ReadableSpan) -> tuple[Any, ...]:
    attributes = dict(span.attributes or {})
    order_id = storable(str(attributes.pop(ORDER)))
    started, ended = span.start_time or 0, span.end_time or 0
    return (
        datetime.fromtimestamp(started / 1e9, UTC),
        format_trace_id(span.context.trace_id) if span.context else "",
        format_span_id(span.context.span_id) if span.context else "",
        format_span_id(span.parent.span_id) if span.parent else "",
        order_id,
        storable(span.name),
        span.kind.name.lower(),
        (ended - started) // 1000,
        storable(span.status.description or "") if not span.status.is_ok else "",
        json.dumps({name: storable(mask(str(value))) for name, value in attributes.items()}),
    )
