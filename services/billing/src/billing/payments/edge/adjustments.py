"""Commands over gRPC about money that is moved by hand."""

from collections.abc import Callable
from typing import Any

import grpc

from billing.accounts.wire.account import account_message
from billing.accounts.wire.values import id_of, reason_of
from billing.ledger.domain.adjustment import AdjustmentAct
from billing.ledger.domain.approval import ApprovalLimits
from billing.ledger.wire.adjustments import adjustment_message
from billing.payments.ports.unit_of_work import UnitOfWork
from billing.payments.usecases.adjust_balance import Decide, ask_adjustment, decide_adjustment
from billing.payments.wire.adjustments import adjustment_asked, refund_asked
from boss.billing.v1 import commands_pb2
from kernel.clock import Clock
from runtime.database.database import Database
from runtime.rpc.answering import Answering
from runtime.rpc.calling import current_caller

Context = grpc.aio.ServicerContext[Any, Any]


class AdjustmentCommands(Answering):
    """The part of boss.billing.v1.CommandService that takes two people."""

    def __init__(
        self,
        database: Database,
        *,
        new_uow: Callable[[], UnitOfWork],
        clock: Clock,
        limits: ApprovalLimits,
    ) -> None:
        Answering.__init__(self, database)
        self._new_uow = new_uow
        self._clock = clock
        self._limits = limits

    async def AskAdjustment(  # noqa: N802 - gRPC's name
        self, request: commands_pb2.AskAdjustmentRequest, context: Context
    ) -> commands_pb2.AskAdjustmentResponse:
        asked = adjustment_asked(request, caller=current_caller(), reason=reason_of(request.reason))
        limits, now = self._limits, self._clock.now()

        async def act() -> commands_pb2.AskAdjustmentResponse:
            done = await ask_adjustment(asked, uow=self._new_uow(), limits=limits, now=now)
            return commands_pb2.AskAdjustmentResponse(
                adjustment=adjustment_message(done.adjustment),
                account=account_message(done.account),
            )

        return await self.once(request, commands_pb2.AskAdjustmentResponse, act)

    async def ApproveAdjustment(  # noqa: N802 - gRPC's name
        self, request: commands_pb2.ApproveAdjustmentRequest, context: Context
    ) -> commands_pb2.ApproveAdjustmentResponse:
        adjustment_id = id_of(request.adjustment_id, field="adjustment_id")
        decision = Decide(
            adjustment_id, AdjustmentAct.APPROVED, current_caller(), reason_of(request.reason)
        )
        now = self._clock.now()

        async def act() -> commands_pb2.ApproveAdjustmentResponse:
            done = await decide_adjustment(decision, uow=self._new_uow(), now=now)
            return commands_pb2.ApproveAdjustmentResponse(
                adjustment=adjustment_message(done.adjustment),
                account=account_message(done.account),
            )

        return await self.once(request, commands_pb2.ApproveAdjustmentResponse, act)

    async def RejectAdjustment(  # noqa: N802 - gRPC's name
        self, request: commands_pb2.RejectAdjustmentRequest, context: Context
    ) -> commands_pb2.RejectAdjustmentResponse:
        adjustment_id = id_of(request.adjustment_id, field="adjustment_id")
        decision = Decide(
            adjustment_id, AdjustmentAct.REJECTED, current_caller(), reason_of(request.reason)
        )
        now = self._clock.now()

        async def act() -> commands_pb2.RejectAdjustmentResponse:
            done = await decide_adjustment(decision, uow=self._new_uow(), now=now)
            return commands_pb2.RejectAdjustmentResponse(
                adjustment=adjustment_message(done.adjustment)
            )

        return await self.once(request, commands_pb2.RejectAdjustmentResponse, act)

    async def PayOutRefund(  # noqa: N802 - gRPC's name
        self, request: commands_pb2.PayOutRefundRequest, context: Context
    ) -> commands_pb2.PayOutRefundResponse:
        asked = refund_asked(request, caller=current_caller(), reason=reason_of(request.reason))
        limits, now = self._limits, self._clock.now()

        async def act() -> commands_pb2.PayOutRefundResponse:
            done = await ask_adjustment(asked, uow=self._new_uow(), limits=limits, now=now)
            return commands_pb2.PayOutRefundResponse(adjustment=adjustment_message(done.adjustment))

        return await self.once(request, commands_pb2.PayOutRefundResponse, act)
