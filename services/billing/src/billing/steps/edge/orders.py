"""The steps of orders, over gRPC."""

from collections.abc import Callable
from typing import Any

import grpc

from billing.steps.ports import UnitOfWork
from billing.steps.usecases.carry_out import carry_out, take_back
from billing.steps.wire.steps import digest_of, ref_of, step_of
from boss.billing.v1 import commands_pb2
from kernel.clock import Clock
from runtime.database.database import Database
from runtime.rpc.answering import Answering, must_have_id

Context = grpc.aio.ServicerContext[Any, Any]


class StepCommands(Answering):
    """The part of boss.billing.v1.CommandService that orders command."""

    def __init__(
        self, database: Database, *, new_uow: Callable[[], UnitOfWork], clock: Clock
    ) -> None:
        Answering.__init__(self, database)
        self._new_uow = new_uow
        self._clock = clock

    async def CarryOut(  # noqa: N802 - gRPC's name
        self, request: commands_pb2.CarryOutRequest, context: Context
    ) -> commands_pb2.CarryOutResponse:
        # The memory of steps answers it once, and it has no other answer than that it is done.
        must_have_id(request)
        step, ref, digest = step_of(request.step), ref_of(request), digest_of(request.step)
        now = self._clock.now()
        await carry_out(step, uow=self._new_uow(), ref=ref, digest=digest, now=now)
        return commands_pb2.CarryOutResponse()

    async def TakeBack(  # noqa: N802 - gRPC's name
        self, request: commands_pb2.TakeBackRequest, context: Context
    ) -> commands_pb2.TakeBackResponse:
        must_have_id(request)
        step, ref, now = step_of(request.step), ref_of(request), self._clock.now()
        await take_back(step, uow=self._new_uow(), ref=ref, now=now)
        return commands_pb2.TakeBackResponse()
