"""Questions about payments, over gRPC."""

from typing import Any

import grpc

from billing.accounts.domain.leaving import to_pay_out
from billing.accounts.ports import MOST_COUNTED, AccountReads, Slice
from billing.accounts.wire.values import id_of, money_message, one_of, page_size
from billing.payments.domain.top_up import TopUpState
from billing.payments.ports.payments import PaymentHistory
from billing.payments.ports.providers import PaymentProviders
from billing.payments.usecases.look_at_payments import (
    Looking,
    WhichPayments,
    find_payment,
    list_all_payments,
    list_payments,
)
from billing.payments.wire.history import account_ids_of, listed_payment_message, payment_message
from boss.billing.v1 import questions_pb2
from runtime.rpc.calling import current_caller

Context = grpc.aio.ServicerContext[Any, Any]


class PaymentQuestions:
    """The part of boss.billing.v1.QuestionService about what was paid."""

    def __init__(
        self, history: PaymentHistory, *, accounts: AccountReads, providers: PaymentProviders
    ) -> None:
        self._history = history
        self._accounts = accounts
        self._providers = providers

    def _looking(self) -> Looking:
        return Looking(current_caller(), self._accounts, self._history)

    async def GetPayment(  # noqa: N802 - gRPC's name
        self, request: questions_pb2.GetPaymentRequest, context: Context
    ) -> questions_pb2.GetPaymentResponse:
        payment_id = id_of(request.payment_id, field="payment_id")
        payment, account = await find_payment(payment_id, looking=self._looking())
        message = payment_message(payment)
        back = to_pay_out(account)
        if back.minor:
            message.payable_back.CopyFrom(money_message(back))
        return questions_pb2.GetPaymentResponse(payment=message)

    async def ListPayments(  # noqa: N802 - gRPC's name
        self, request: questions_pb2.ListPaymentsRequest, context: Context
    ) -> questions_pb2.ListPaymentsResponse:
        part = Slice(max(request.offset, 0), page_size(request.limit))
        looking = self._looking()
        of_all = request.of_all and not request.account_ids
        status = one_of(TopUpState, request.status, field="status")
        if of_all:
            which = WhichPayments(status=status)
            payments, total = await list_all_payments(which, part=part, looking=looking)
        else:
            which = WhichPayments(account_ids_of(request), status)
            payments, total = await list_payments(which, part=part, looking=looking)
        return questions_pb2.ListPaymentsResponse(
            payments=[listed_payment_message(one, self._providers) for one in payments],
            total=total,
            more=of_all and total > MOST_COUNTED,
        )
