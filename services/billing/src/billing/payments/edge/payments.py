"""Commands over gRPC about payments that were made."""

from collections.abc import Callable
from typing import Any

import grpc
from typing_extensions import override

from billing.accounts.edge.asker import person_now
from billing.accounts.ports import Desk
from billing.lifecycle.wire.answers import account_message
from billing.payments.usecases.reverse_payment import reverse_payment
from billing.payments.wire.payments import reversal_of
from boss.billing.v1 import commands_pb2, commands_pb2_grpc
from kernel.clock import Clock
from runtime.rpc.answering import Answering

Context = grpc.aio.ServicerContext[Any, Any]


class PaymentCommands(Answering, commands_pb2_grpc.CommandServiceServicer):
    """The part of boss.billing.v1.CommandService that takes payments back."""

    _desks: Callable[[], Desk]
    _clock: Clock

    @override
    async def ReversePayment(
        self, request: commands_pb2.ReversePaymentRequest, context: Context
    ) -> commands_pb2.ReversePaymentResponse:
        asked, now = reversal_of(request, person=person_now(request.reason)), self._clock.now()

        async def act() -> commands_pb2.ReversePaymentResponse:
            posted = await reverse_payment(asked, desk=self._desks(), now=now)
            return commands_pb2.ReversePaymentResponse(
                payment_id=posted.payment.id, account=account_message(posted.account)
            )

        return await self.once(request, commands_pb2.ReversePaymentResponse, act)
