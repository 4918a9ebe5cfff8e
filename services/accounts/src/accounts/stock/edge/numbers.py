"""What is asked of a number before there is an order."""

from datetime import timedelta
from typing import Any

import grpc
from typing_extensions import override

from accounts.stock.ports import HoldingUnitOfWork
from accounts.stock.usecases.hold_number import Hold, hold_number, let_go_number
from accounts.stock.usecases.read_number import read_number
from accounts.stock.wire import msisdn_of, number_message
from boss.accounts.v1 import numbers_pb2, numbers_pb2_grpc
from kernel.clock import Clock
from runtime.rpc.audited import DONE, Audited, AuditedAnswering
from runtime.rpc.calling import current_caller
from runtime.rpc.readable import must_be_readable

Context = grpc.aio.ServicerContext[Any, Any]


class NumberServicer(numbers_pb2_grpc.NumberServiceServicer):
    """Answers boss.accounts.v1.NumberService."""

    def __init__(
        self, uow: HoldingUnitOfWork, answering: AuditedAnswering, clock: Clock, *, lasts: timedelta
    ) -> None:
        self._uow = uow
        self._answering = answering
        self._clock = clock
        self._lasts = lasts

    @override
    async def HoldNumber(
        self, request: numbers_pb2.HoldNumberRequest, context: Context
    ) -> numbers_pb2.HoldNumberResponse:
        must_be_readable(request)
        audited = Audited("hold_number", request.customer_id)

        async def act() -> numbers_pb2.HoldNumberResponse:
            msisdn, now = msisdn_of(request.msisdn), self._clock.now()
            hold = Hold(msisdn, request.customer_id, now, self._lasts)
            number = await hold_number(hold, caller=current_caller(), uow=self._uow)
            await self._answering.record(audited, DONE)
            return numbers_pb2.HoldNumberResponse(number=number_message(number))

        return await self._answering.once_audited(
            request, numbers_pb2.HoldNumberResponse, act, audited
        )

    @override
    async def LetGoNumber(
        self, request: numbers_pb2.LetGoNumberRequest, context: Context
    ) -> numbers_pb2.LetGoNumberResponse:
        must_be_readable(request)
        audited = Audited("let_go_number", request.customer_id)

        async def act() -> numbers_pb2.LetGoNumberResponse:
            number = await let_go_number(
                msisdn_of(request.msisdn),
                customer_id=request.customer_id,
                caller=current_caller(),
                uow=self._uow,
            )
            await self._answering.record(audited, DONE)
            return numbers_pb2.LetGoNumberResponse(number=number_message(number))

        return await self._answering.once_audited(
            request, numbers_pb2.LetGoNumberResponse, act, audited
        )

    @override
    async def GetNumber(
        self, request: numbers_pb2.GetNumberRequest, context: Context
    ) -> numbers_pb2.GetNumberResponse:
        must_be_readable(request)
        msisdn = msisdn_of(request.msisdn)
        number = await read_number(msisdn, caller=current_caller(), uow=self._uow)
        return numbers_pb2.GetNumberResponse(number=number_message(number))
