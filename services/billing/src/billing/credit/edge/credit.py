"""Commands over gRPC about what who pays later may owe."""

from collections.abc import Callable
from typing import Any

import grpc

from billing.accounts.wire.account import account_message
from billing.accounts.wire.values import reason_of
from billing.charging.ports.unit_of_work import UnitOfWork
from billing.credit.usecases.set_credit_limit import confirm_high_use, set_credit_limit
from billing.credit.wire.credit import confirmation_of, limit_of
from billing.ledger.domain.approval import CreditApproval
from billing.ledger.wire.adjustments import adjustment_message
from boss.billing.v1 import commands_pb2
from kernel.clock import Clock
from runtime.database.database import Database
from runtime.rpc.answering import Answering
from runtime.rpc.calling import current_caller

Context = grpc.aio.ServicerContext[Any, Any]


class CreditCommands(Answering):
    """The part of boss.billing.v1.CommandService about limits."""

    def __init__(
        self,
        database: Database,
        *,
        new_uow: Callable[[], UnitOfWork],
        clock: Clock,
        limits: CreditApproval,
    ) -> None:
        Answering.__init__(self, database)
        self._new_uow = new_uow
        self._clock = clock
        self._limits = limits

    async def SetCreditLimit(  # noqa: N802 - gRPC's name
        self, request: commands_pb2.SetCreditLimitRequest, context: Context
    ) -> commands_pb2.SetCreditLimitResponse:
        asked, now = (
            limit_of(request, caller=current_caller(), reason=reason_of(request.reason)),
            self._clock.now(),
        )
        limits = self._limits

        async def act() -> commands_pb2.SetCreditLimitResponse:
            done = await set_credit_limit(asked, uow=self._new_uow(), limits=limits, now=now)
            waiting = adjustment_message(done.waiting) if done.waiting else None
            return commands_pb2.SetCreditLimitResponse(
                account=account_message(done.account), adjustment=waiting
            )

        return await self.once(request, commands_pb2.SetCreditLimitResponse, act)

    async def ConfirmHighUse(  # noqa: N802 - gRPC's name
        self, request: commands_pb2.ConfirmHighUseRequest, context: Context
    ) -> commands_pb2.ConfirmHighUseResponse:
        asked, now = (
            confirmation_of(request, caller=current_caller(), reason=reason_of(request.reason)),
            self._clock.now(),
        )

        async def act() -> commands_pb2.ConfirmHighUseResponse:
            account = await confirm_high_use(asked, uow=self._new_uow(), now=now)
            return commands_pb2.ConfirmHighUseResponse(account=account_message(account))

        return await self.once(request, commands_pb2.ConfirmHighUseResponse, act)
