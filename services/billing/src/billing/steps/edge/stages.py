"""The steps of orders, all of a stage in one call; the memory of steps answers each once."""

from collections.abc import Callable
from typing import Any

import grpc
from typing_extensions import override

from billing.steps.ports import UnitOfWork
from billing.steps.usecases.carry_out import carry_out_stage, take_back_stage
from billing.steps.wire.steps import stage_of
from boss.billing.v1 import steps_pb2, steps_pb2_grpc
from kernel.clock import Clock
from runtime.rpc.answering import must_have_id

Context = grpc.aio.ServicerContext[Any, Any]


class StepServicer(steps_pb2_grpc.StepServiceServicer):
    """Answers boss.billing.v1.StepService."""

    def __init__(self, new_uow: Callable[[], UnitOfWork], clock: Clock) -> None:
        self._new_uow = new_uow
        self._clock = clock

    @override
    async def CarryOutStage(
        self, request: steps_pb2.CarryOutStageRequest, context: Context
    ) -> steps_pb2.CarryOutStageResponse:
        must_have_id(request)
        steps, now = stage_of(request), self._clock.now()
        await carry_out_stage(steps, uow=self._new_uow(), now=now)
        return steps_pb2.CarryOutStageResponse()

    @override
    async def TakeBackStage(
        self, request: steps_pb2.TakeBackStageRequest, context: Context
    ) -> steps_pb2.TakeBackStageResponse:
        must_have_id(request)
        steps, now = stage_of(request), self._clock.now()
        await take_back_stage(steps, uow=self._new_uow(), now=now)
        return steps_pb2.TakeBackStageResponse()
