"""Commands over gRPC about what who pays later may owe."""

from collections.abc import Callable
from typing import Any

import grpc
from typing_extensions import override

from billing.accounts.edge.asker import person_now
from billing.accounts.ports import Desk
from billing.credit.usecases.set_credit_limit import confirm_high_use, set_credit_limit
from billing.credit.wire.credit import confirmation_of, limit_of
from billing.lifecycle.wire.answers import account_message
from billing.payments.edge.terms import Terms
from billing.payments.wire.adjustments import adjustment_message
from boss.billing.v1 import commands_pb2, commands_pb2_grpc
from kernel.clock import Clock
from runtime.rpc.answering import Answering

Context = grpc.aio.ServicerContext[Any, Any]


class CreditCommands(Answering, commands_pb2_grpc.CommandServiceServicer):
    """The part of boss.billing.v1.CommandService about limits."""

    _desks: Callable[[], Desk]
    _clock: Clock
    _terms: Terms

    @override
    async def SetCreditLimit(
        self, request: commands_pb2.SetCreditLimitRequest, context: Context
    ) -> commands_pb2.SetCreditLimitResponse:
        asked, now = limit_of(request, person=person_now(request.reason)), self._clock.now()
        limits = self._terms.credit

        async def act() -> commands_pb2.SetCreditLimitResponse:
            done = await set_credit_limit(asked, desk=self._desks(), limits=limits, now=now)
            waiting = adjustment_message(done.waiting) if done.waiting else None
            return commands_pb2.SetCreditLimitResponse(
                account=account_message(done.account), adjustment=waiting
            )

        return await self.once(request, commands_pb2.SetCreditLimitResponse, act)

    @override
    async def ConfirmHighUse(
        self, request: commands_pb2.ConfirmHighUseRequest, context: Context
    ) -> commands_pb2.ConfirmHighUseResponse:
        asked, now = confirmation_of(request, person=person_now(request.reason)), self._clock.now()

        async def act() -> commands_pb2.ConfirmHighUseResponse:
            account = await confirm_high_use(asked, desk=self._desks(), now=now)
            return commands_pb2.ConfirmHighUseResponse(account=account_message(account))

        return await self.once(request, commands_pb2.ConfirmHighUseResponse, act)
