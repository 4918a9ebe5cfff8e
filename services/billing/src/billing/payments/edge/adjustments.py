"""Commands over gRPC about money that is moved by hand."""

from collections.abc import Callable
from typing import Any

import grpc
from typing_extensions import override

from billing.accounts.edge.asker import person_now
from billing.accounts.ports import Desk
from billing.accounts.wire.values import id_of
from billing.ledger.domain.adjustment import AdjustmentAct
from billing.lifecycle.wire.answers import account_message
from billing.payments.edge.terms import Terms
from billing.payments.usecases.adjust_balance import Decide, ask_adjustment, decide_adjustment
from billing.payments.wire.adjustments import adjustment_asked, adjustment_message, refund_asked
from boss.billing.v1 import commands_pb2, commands_pb2_grpc
from kernel.clock import Clock
from runtime.rpc.answering import Answering

Context = grpc.aio.ServicerContext[Any, Any]


class AdjustmentCommands(Answering, commands_pb2_grpc.CommandServiceServicer):
    """The part of boss.billing.v1.CommandService that takes two people."""

    _desks: Callable[[], Desk]
    _clock: Clock
    _terms: Terms

    @override
    async def AskAdjustment(
        self, request: commands_pb2.AskAdjustmentRequest, context: Context
    ) -> commands_pb2.AskAdjustmentResponse:
        asked = adjustment_asked(request, person=person_now(request.reason))
        limits, now = self._terms.approval, self._clock.now()

        async def act() -> commands_pb2.AskAdjustmentResponse:
            done = await ask_adjustment(asked, desk=self._desks(), limits=limits, now=now)
            return commands_pb2.AskAdjustmentResponse(
                adjustment=adjustment_message(done.adjustment),
                account=account_message(done.account),
            )

        return await self.once(request, commands_pb2.AskAdjustmentResponse, act)

    @override
    async def ApproveAdjustment(
        self, request: commands_pb2.ApproveAdjustmentRequest, context: Context
    ) -> commands_pb2.ApproveAdjustmentResponse:
        adjustment_id = id_of(request.adjustment_id, field="adjustment_id")
        decision = Decide(adjustment_id, AdjustmentAct.APPROVED, person_now(request.reason))
        now = self._clock.now()

        async def act() -> commands_pb2.ApproveAdjustmentResponse:
            done = await decide_adjustment(decision, desk=self._desks(), now=now)
            return commands_pb2.ApproveAdjustmentResponse(
                adjustment=adjustment_message(done.adjustment),
                account=account_message(done.account),
            )

        return await self.once(request, commands_pb2.ApproveAdjustmentResponse, act)

    @override
    async def RejectAdjustment(
        self, request: commands_pb2.RejectAdjustmentRequest, context: Context
    ) -> commands_pb2.RejectAdjustmentResponse:
        adjustment_id = id_of(request.adjustment_id, field="adjustment_id")
        decision = Decide(adjustment_id, AdjustmentAct.REJECTED, person_now(request.reason))
        now = self._clock.now()

        async def act() -> commands_pb2.RejectAdjustmentResponse:
            done = await decide_adjustment(decision, desk=self._desks(), now=now)
            return commands_pb2.RejectAdjustmentResponse(
                adjustment=adjustment_message(done.adjustment)
            )

        return await self.once(request, commands_pb2.RejectAdjustmentResponse, act)

    @override
    async def PayOutRefund(
        self, request: commands_pb2.PayOutRefundRequest, context: Context
    ) -> commands_pb2.PayOutRefundResponse:
        asked = refund_asked(request, person=person_now(request.reason))
        limits, now = self._terms.approval, self._clock.now()

        async def act() -> commands_pb2.PayOutRefundResponse:
            done = await ask_adjustment(asked, desk=self._desks(), limits=limits, now=now)
            return commands_pb2.PayOutRefundResponse(adjustment=adjustment_message(done.adjustment))

        return await self.once(request, commands_pb2.PayOutRefundResponse, act)
