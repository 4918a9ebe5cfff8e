"""Records that wait, over gRPC, and how many there are for Prometheus."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

import grpc
from prometheus_client import Gauge
from typing_extensions import override

from billing.accounts.wire.values import reason_of
from billing.allowances.domain.usage import Reason
from billing.charging.ports.unit_of_work import UnitOfWork
from billing.charging.usecases.decide_waiting import charge_waiting, set_aside
from billing.charging.wire.waiting import decision_of, waiting_message, which_of
from billing.rating.ports.waiting import WaitingList
from boss.billing.v1 import waiting_pb2, waiting_pb2_grpc
from kernel.clock import Clock, monotonic
from kernel.ids import derived_id
from runtime.database.database import Database
from runtime.rpc.answering import Answering
from runtime.rpc.calling import current_caller

Context = grpc.aio.ServicerContext[Any, Any]
WAITING = Gauge("kaitong_usage_waiting", "Records that are kept and not charged", ["reason"])
MEASURE_SECONDS = 15.0


class WaitingUsageServicer(Answering, waiting_pb2_grpc.WaitingUsageServiceServicer):
    """Answers boss.billing.v1.WaitingUsageService."""

    def __init__(
        self,
        database: Database,
        waiting: WaitingList,
        *,
        new_uow: Callable[[], UnitOfWork],
        clock: Clock,
    ) -> None:
        Answering.__init__(self, database)
        self._waiting = waiting
        self._new_uow = new_uow
        self._clock = clock

    @override
    async def ListWaitingUsage(
        self, request: waiting_pb2.ListWaitingUsageRequest, context: Context
    ) -> waiting_pb2.ListWaitingUsageResponse:
        which = which_of(request)
        return waiting_message(await self._waiting.counts(), await self._waiting.page(which))

    @override
    async def ChargeWaitingUsage(
        self, request: waiting_pb2.ChargeWaitingUsageRequest, context: Context
    ) -> waiting_pb2.ChargeWaitingUsageResponse:
        asked = decision_of(request, caller=current_caller(), reason=reason_of(request.reason))
        batch_id, now = derived_id("told", request.request_id), self._clock.now()

        async def act() -> waiting_pb2.ChargeWaitingUsageResponse:
            left = await charge_waiting(asked, uow=self._new_uow(), batch_id=batch_id, now=now)
            return waiting_pb2.ChargeWaitingUsageResponse(waits_for=left.value if left else "")

        return await self.once(request, waiting_pb2.ChargeWaitingUsageResponse, act)

    @override
    async def SetUsageAside(
        self, request: waiting_pb2.SetUsageAsideRequest, context: Context
    ) -> waiting_pb2.SetUsageAsideResponse:
        asked, now = (
            decision_of(request, caller=current_caller(), reason=reason_of(request.reason)),
            self._clock.now(),
        )

        async def act() -> waiting_pb2.SetUsageAsideResponse:
            await set_aside(asked, uow=self._new_uow(), now=now)
            return waiting_pb2.SetUsageAsideResponse()

        return await self.once(request, waiting_pb2.SetUsageAsideResponse, act)


class WaitingGauge:
    """Work that measures: every so often there is one item, and it counts what waits."""

    name = "usage_waiting"

    def __init__(self, waiting: WaitingList) -> None:
        self._waiting = waiting
        self._measured = -MEASURE_SECONDS

    async def due(self) -> Sequence[str]:
        if monotonic() < self._measured + MEASURE_SECONDS:
            return ()
        self._measured = monotonic()
        return (self.name,)

    async def carry_out(self, item: str) -> None:
        counts = await self._waiting.counts()
        for reason in Reason:
            WAITING.labels(reason.value).set(counts.get(reason, 0))

    async def next_due(self) -> datetime | None:
        """Nothing of it belongs to a business moment."""
        return None

    async def is_quiet(self) -> bool:
        return True
