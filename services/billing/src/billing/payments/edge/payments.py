"""Commands over gRPC about payments that were made."""

from collections.abc import Callable
from typing import Any

import grpc

from billing.accounts.usecases.find_account import may_see
from billing.accounts.wire.account import account_for_strangers, account_message
from billing.accounts.wire.values import reason_of
from billing.payments.domain.payment import PaymentLimits
from billing.payments.edge.collecting import collector_now
from billing.payments.ports.unit_of_work import UnitOfWork
from billing.payments.usecases.post_payment import post_payment, status_of
from billing.payments.usecases.reverse_payment import reverse_payment
from billing.payments.wire.payments import payment_of, reversal_of
from boss.billing.v1 import commands_pb2
from kernel.clock import Clock
from runtime.database.database import Database
from runtime.rpc.answering import Answering
from runtime.rpc.calling import current_caller

Context = grpc.aio.ServicerContext[Any, Any]


class PaymentCommands(Answering):
    """The part of boss.billing.v1.CommandService that books payments and takes them back."""

    def __init__(
        self,
        database: Database,
        *,
        new_uow: Callable[[], UnitOfWork],
        clock: Clock,
        limits: PaymentLimits,
    ) -> None:
        Answering.__init__(self, database)
        self._new_uow = new_uow
        self._clock = clock
        self._limits = limits

    async def PostPayment(  # noqa: N802 - gRPC's name
        self, request: commands_pb2.PostPaymentRequest, context: Context
    ) -> commands_pb2.PostPaymentResponse:
        collector = collector_now(request.payment_channel)
        asked, now = payment_of(request, collector), self._clock.now()

        async def act() -> commands_pb2.PostPaymentResponse:
            posted = await post_payment(asked, uow=self._new_uow(), limits=self._limits, now=now)
            theirs = may_see(posted.account, caller=current_caller())
            account = posted.account
            shown = (
                account_message(account, back=posted.back)
                if theirs
                else account_for_strangers(account)
            )
            return commands_pb2.PostPaymentResponse(payment_id=posted.payment.id, account=shown)

        answer = await self.once(request, commands_pb2.PostPaymentResponse, act)
        answer.status = await status_of(answer.payment_id, uow=self._new_uow())
        return answer

    async def ReversePayment(  # noqa: N802 - gRPC's name
        self, request: commands_pb2.ReversePaymentRequest, context: Context
    ) -> commands_pb2.ReversePaymentResponse:
        asked, now = (
            reversal_of(request, caller=current_caller(), reason=reason_of(request.reason)),
            self._clock.now(),
        )

        async def act() -> commands_pb2.ReversePaymentResponse:
            posted = await reverse_payment(asked, uow=self._new_uow(), now=now)
            return commands_pb2.ReversePaymentResponse(
                payment_id=posted.payment.id, account=account_message(posted.account)
            )

        return await self.once(request, commands_pb2.ReversePaymentResponse, act)
