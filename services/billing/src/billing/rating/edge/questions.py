"""Questions about what was used, over gRPC."""

from collections.abc import Callable
from typing import Any

import grpc

from billing.accounts.domain.events import AuditRecorded
from billing.accounts.ports import AccountReads, Slice
from billing.accounts.wire.values import id_of, moment_asked, page_size, word_of
from billing.catalogue.ports import CatalogueReads
from billing.rating.domain.itemised import itemised_period, summed_period
from billing.rating.ports.unit_of_work import UnitOfWork
from billing.rating.ports.usage import UsageHistory, UsageLine
from billing.rating.usecases.explain_usage import Explain, explain_usage
from billing.rating.usecases.look_at_usage import (
    Looking,
    WhichUsage,
    countries_of,
    find_usage,
    list_usage,
    sum_usage,
)
from billing.rating.wire.usage_lines import sums_message, usage_message
from boss.billing.v1 import questions_pb2
from kernel.clock import Clock
from runtime.rpc.calling import current_caller

Context = grpc.aio.ServicerContext[Any, Any]


class UsageQuestions:
    """The part of boss.billing.v1.QuestionService about use and what it cost."""

    def __init__(
        self,
        history: UsageHistory,
        *,
        accounts: AccountReads,
        catalogues: CatalogueReads,
        new_uow: Callable[[], UnitOfWork],
        clock: Clock,
    ) -> None:
        self._history = history
        self._accounts = accounts
        self._catalogues = catalogues
        self._new_uow = new_uow
        self._clock = clock

    def _looking(self) -> Looking:
        return Looking(
            current_caller(),
            self._clock.now(),
            self._accounts,
            self._history,
            self._new_uow(),
        )

    async def ListUsage(  # noqa: N802 - gRPC's name
        self, request: questions_pb2.ListUsageRequest, context: Context
    ) -> questions_pb2.ListUsageResponse:
        looking, masked = self._looking(), current_caller().staff
        which = WhichUsage(
            id_of(request.subscriber_id, field="subscriber_id"),
            itemised_period(
                moment_asked(request, field="since"),
                moment_asked(request, field="until"),
                now=looking.now,
            ),
            word_of(request.kind, field="kind") if request.kind else "",
            Slice(max(request.offset, 0), page_size(request.limit)),
        )
        lines, total = await list_usage(which, looking=looking)
        countries = await countries_of(lines, catalogues=self._catalogues)
        return questions_pb2.ListUsageResponse(
            usage=[
                usage_message(one, masked=masked, country=countries.get(one.record.id, ""))
                for one in lines
            ],
            total=total,
        )

    async def ExplainUsage(  # noqa: N802 - gRPC's name
        self, request: questions_pb2.ExplainUsageRequest, context: Context
    ) -> questions_pb2.ExplainUsageResponse:
        seen = AuditRecorded(
            action="usage.explained",
            object_id=request.record_id,
            reason="",
            outcome="done",
            at=self._clock.now(),
        )
        asked = Explain(request.record_id, current_caller(), seen)
        known = await explain_usage(asked, looking=self._looking())
        return questions_pb2.ExplainUsageResponse(
            usage=await self._shown(known.line),
            subscriber_id=known.line.record.subscriber_id,
            waits_for=known.waits_for,
        )

    async def GetUsage(  # noqa: N802 - gRPC's name
        self, request: questions_pb2.GetUsageRequest, context: Context
    ) -> questions_pb2.GetUsageResponse:
        record_id = word_of(request.record_id, field="record_id")
        line = await find_usage(record_id, looking=self._looking())
        return questions_pb2.GetUsageResponse(usage=await self._shown(line))

    async def _shown(self, line: UsageLine) -> questions_pb2.RatedUsage:
        countries = await countries_of([line], catalogues=self._catalogues)
        country = countries.get(line.record.id, "")
        return usage_message(line, masked=current_caller().staff, country=country)

    async def SumUsage(  # noqa: N802 - gRPC's name
        self, request: questions_pb2.SumUsageRequest, context: Context
    ) -> questions_pb2.SumUsageResponse:
        looking = self._looking()
        subscriber_id = id_of(request.subscriber_id, field="subscriber_id")
        period = summed_period(
            moment_asked(request, field="since"),
            moment_asked(request, field="until"),
            now=looking.now,
        )
        sums = await sum_usage(subscriber_id, period=period, looking=looking)
        return sums_message(sums, period=period, at=looking.now)
