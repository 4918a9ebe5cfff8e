"""What orders command: a stage in one call, or a step carried out once, or taken back once."""

from typing import Any

import grpc
from typing_extensions import override

from accounts.steps.ports import UnitOfWork
from accounts.steps.usecases.carry_out_step import carry_out_stage, carry_out_step
from accounts.steps.usecases.take_back_step import take_back_stage, take_back_step
from accounts.steps.wire import digest_of, stage_of, step_of, step_ref_of
from boss.accounts.v1 import commands_pb2, steps_pb2, steps_pb2_grpc
from kernel.clock import Clock
from runtime.rpc.answering import must_have_id
from runtime.rpc.readable import must_be_readable

Context = grpc.aio.ServicerContext[Any, Any]


class StepCommands:
    """A part of boss.accounts.v1.CommandService."""

    def __init__(self, uow: UnitOfWork, clock: Clock) -> None:
        self._uow = uow
        self._clock = clock

    async def CarryOut(
        self, request: commands_pb2.CarryOutRequest, context: Context
    ) -> commands_pb2.CarryOutResponse:
        must_be_readable(request)
        ref, step = step_ref_of(request), step_of(request.step)
        now, digest = self._clock.now(), digest_of(request.step)
        await carry_out_step(step, ref, digest=digest, now=now, uow=self._uow)
        return commands_pb2.CarryOutResponse()

    async def TakeBack(
        self, request: commands_pb2.TakeBackRequest, context: Context
    ) -> commands_pb2.TakeBackResponse:
        must_be_readable(request)
        ref, step = step_ref_of(request), step_of(request.step)
        await take_back_step(step, ref, now=self._clock.now(), uow=self._uow)
        return commands_pb2.TakeBackResponse()


class StepServicer(steps_pb2_grpc.StepServiceServicer):
    """Answers boss.accounts.v1.StepService; the memory of steps answers each once."""

    def __init__(self, uow: UnitOfWork, clock: Clock) -> None:
        self._uow = uow
        self._clock = clock

    @override
    async def CarryOutStage(
        self, request: steps_pb2.CarryOutStageRequest, context: Context
    ) -> steps_pb2.CarryOutStageResponse:
        must_have_id(request)
        must_be_readable(request)
        steps, now = stage_of(request), self._clock.now()
        await carry_out_stage(steps, order_id=request.order_id, now=now, uow=self._uow)
        return steps_pb2.CarryOutStageResponse()

    @override
    async def TakeBackStage(
        self, request: steps_pb2.TakeBackStageRequest, context: Context
    ) -> steps_pb2.TakeBackStageResponse:
        must_have_id(request)
        must_be_readable(request)
        steps, now = stage_of(request), self._clock.now()
        await take_back_stage(steps, order_id=request.order_id, now=now, uow=self._uow)
        return steps_pb2.TakeBackStageResponse()
