"""What every service answers to the people who operate it."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from google.protobuf import json_format
from google.protobuf.message import DecodeError
from google.protobuf.timestamp_pb2 import Timestamp

from boss.runtime.v1 import operations_pb2 as pb
from boss.runtime.v1.operations_pb2_grpc import OperationsServiceServicer
from kernel.errors import Invalid, NotFound
from runtime.database.database import Database
from runtime.messaging import parking
from runtime.messaging.handling import MessageHandler
from runtime.messaging.redriving import Redriven, Redriving
from runtime.operations.auditing import Auditing
from runtime.operations.quiet import Stillness
from runtime.rpc.timestamps import timestamp
from runtime.settings.service_settings import ServiceSettings
from runtime.wakes import wake_all

_SPANS = """
SELECT trace_id, span_id, parent_span_id, name, kind, started_at, duration, order_id, error,
    attributes
FROM span WHERE order_id = $1 ORDER BY started_at LIMIT $2
"""
_TOTALS = """
SELECT topic, kind, sum(total)::bigint AS total FROM hand_over_total GROUP BY 1, 2 ORDER BY 1, 2
"""
# Unix seconds of the years 2000 to 2100.
_CENTURY = range(946_684_800, 4_133_980_800)


class Operations(OperationsServiceServicer):
    """Spans, parked events, totals, quiet and the clock of one service."""

    def __init__(
        self,
        settings: ServiceSettings,
        database: Database,
        *,
        handlers: Mapping[str, MessageHandler],
        stillness: Stillness,
        auditing: Auditing,
    ) -> None:
        self._settings = settings
        self._database = database
        self._clock = auditing.clock
        self._auditing = auditing
        self._handlers = handlers
        self._redriving = Redriving(database, handlers)
        self._stillness = stillness

    async def ListSpans(  # noqa: N802 - gRPC's name
        self, request: pb.ListSpansRequest, context: Any
    ) -> pb.ListSpansResponse:
        async with self._database.reading() as connection:
            result = await connection.exec_driver_sql(
                _SPANS, (request.order_id, _limit(request.limit, usual=1000))
            )
            rows = result.all()
        return pb.ListSpansResponse(spans=[self._span(row) for row in rows])

    async def ListParked(  # noqa: N802 - gRPC's name
        self, request: pb.ListParkedRequest, context: Any
    ) -> pb.ListParkedResponse:
        async with self._database.reading() as connection:
            parked, total = await parking.listed(
                connection, request.topic, _limit(request.limit, usual=100)
            )
        return pb.ListParkedResponse(parked=[_parked(each) for each in parked], total=total)

    async def ShowParked(  # noqa: N802 - gRPC's name
        self, request: pb.ShowParkedRequest, context: Any
    ) -> pb.ShowParkedResponse:
        async with self._database.reading() as connection:
            parked = await parking.by_id(connection, request.id)
        if parked is None:
            raise NotFound("PARKED_NOT_FOUND", f"No event is parked under {request.id}.")
        record = parked.record
        return pb.ShowParkedResponse(
            parked=_parked(parked),
            headers=dict(record.headers),
            payload=record.payload,
            payload_json=self._as_json(parked),
            partition=record.partition,
            offset=record.offset,
        )

    async def RedriveParked(  # noqa: N802 - gRPC's name
        self, request: pb.RedriveParkedRequest, context: Any
    ) -> pb.RedriveParkedResponse:
        of = f"event {request.id}" if request.id else request.topic
        await self._auditing.say("parked.redriven", of=of, reason=request.reason)
        outcome: Redriven = (
            await self._redriving.redrive(request.id)
            if request.id
            else await self._redriving.redrive_all(request.topic)
        )
        return pb.RedriveParkedResponse(
            handled=outcome.handled, still_parked=outcome.still_parked, cause=outcome.cause
        )

    async def DropParked(  # noqa: N802 - gRPC's name
        self, request: pb.DropParkedRequest, context: Any
    ) -> pb.DropParkedResponse:
        of = f"event {request.id}"
        async with self._database.transaction():
            await self._auditing.say("parked.dropped", of=of, reason=request.reason)
            await self._redriving.drop(request.id)
        return pb.DropParkedResponse()

    async def Totals(  # noqa: N802 - gRPC's name
        self, request: pb.TotalsRequest, context: Any
    ) -> pb.TotalsResponse:
        async with self._database.reading() as connection:
            rows = (await connection.exec_driver_sql(_TOTALS)).all()
        return pb.TotalsResponse(
            totals=[pb.TopicTotal(topic=row.topic, kind=row.kind, count=row.total) for row in rows],
            outbox_waiting=await self._stillness.outbox_waiting(),
        )

    async def Quiet(  # noqa: N802 - gRPC's name
        self, request: pb.QuietRequest, context: Any
    ) -> pb.QuietResponse:
        quiet = await self._stillness.look()
        return pb.QuietResponse(
            quiet=quiet.is_quiet,
            outbox_waiting=quiet.outbox_waiting,
            unheard=quiet.unheard,
            busy=quiet.busy,
            next_due=timestamp(quiet.next_due),
            now=timestamp(self._clock.now()),
            stands=self._clock.stands,
            newest_fact=timestamp(quiet.newest_fact),
        )

    async def SetClock(  # noqa: N802 - gRPC's name
        self, request: pb.SetClockRequest, context: Any
    ) -> pb.SetClockResponse:
        if not request.HasField("instant"):
            raise Invalid("FIELD_MISSING", "Say which moment it shall be.", field="instant")
        instant = _instant(request.instant)
        move = self._clock.run_from if request.runs_on else self._clock.stand_at
        await move(instant)
        wake_all()
        return pb.SetClockResponse(now=timestamp(self._clock.now()), stands=self._clock.stands)

    def _span(self, row: Any) -> pb.Span:
        return pb.Span(
            trace_id=row.trace_id,
            span_id=row.span_id,
            parent_span_id=row.parent_span_id,
            service=self._settings.service,
            name=row.name,
            kind=row.kind,
            started_at=timestamp(row.started_at),
            duration=row.duration,
            order_id=row.order_id,
            error=row.error,
            attributes=parking.json_of(row.attributes),
        )

    def _as_json(self, parked: parking.Parked) -> str:
        """Return the content as JSON; nothing where its bytes are not what its type says."""
        handler = self._handlers.get(parked.record.topic)
        kind = handler.listener.kinds().get(parked.event_type) if handler else None
        try:
            return json_format.MessageToJson(kind.FromString(parked.record.payload)) if kind else ""
        except (DecodeError, json_format.Error, ValueError):
            return ""


def _limit(asked: int, *, usual: int) -> int:
    if asked < 0:
        raise Invalid("FIELD_NOT_VALID", "A list has no fewer than no rows.", field="limit")
    return asked or usual


def _instant(asked: Timestamp) -> datetime:
    """Answer the moment a clock shall show; raises `FIELD_NOT_VALID` outside our century."""
    if asked.seconds not in _CENTURY or not 0 <= asked.nanos < 1_000_000_000:
        raise Invalid("FIELD_NOT_VALID", "A year from 2000 to 2100 belongs here.", field="instant")
    return asked.ToDatetime(tzinfo=UTC)


def _parked(parked: parking.Parked) -> pb.Parked:
    return pb.Parked(
        id=parked.id,
        topic=parked.record.topic,
        key=parked.record.key,
        event_id=str(parked.message_id),
        event_type=parked.event_type,
        cause=parked.cause,
        behind=parked.behind,
        parked_at=timestamp(parked.parked_at),
        attempts=parked.attempts,
    )
