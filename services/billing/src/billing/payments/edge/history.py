"""Questions about what was used and paid, over gRPC."""

from collections.abc import Callable
from typing import Any

import grpc
from typing_extensions import override

from billing.accounts.domain.events import AuditRecorded
from billing.accounts.domain.leaving import to_pay_out
from billing.accounts.edge.asker import asker_now, is_staff
from billing.accounts.ports import Desk, Reads
from billing.accounts.wire.values import id_of, moment_asked, money_message, one_of, word_of
from billing.payments.domain.top_up import TopUpState
from billing.payments.ports.histories import MOST_COUNTED, History, Slice
from billing.payments.ports.providers import PaymentProviders
from billing.payments.usecases.look_back import (
    Looking,
    WhichPayments,
    WhichUsage,
    countries_of,
    find_payment,
    find_usage,
    list_accounts,
    list_all_payments,
    list_payments,
    list_usage,
    sum_usage,
)
from billing.payments.wire.history import (
    account_ids_of,
    listed_account_message,
    listed_payment_message,
    payment_message,
    sums_message,
    usage_message,
    which_accounts,
)
from billing.rating.domain.itemised import itemised_period, summed_period
from billing.rating.ports.usage import UsageLine
from billing.rating.usecases.explain_usage import Explain, explain_usage
from boss.billing.v1 import questions_pb2, questions_pb2_grpc
from kernel.clock import Clock

Context = grpc.aio.ServicerContext[Any, Any]
_PAGE, _LARGEST_PAGE = 50, 1000


class HistoryServicer(questions_pb2_grpc.QuestionServiceServicer):
    """Answers the part of boss.billing.v1.QuestionService that looks back."""

    def __init__(
        self,
        reads: Reads,
        *,
        history: History,
        desks: Callable[[], Desk],
        clock: Clock,
        providers: PaymentProviders,
    ) -> None:
        self._reads = reads
        self._history = history
        self._desks = desks
        self._clock = clock
        self._providers = providers

    def _looking(self) -> Looking:
        return Looking(asker_now(), self._clock.now(), self._reads, self._history, self._desks())

    @override
    async def ListUsage(
        self, request: questions_pb2.ListUsageRequest, context: Context
    ) -> questions_pb2.ListUsageResponse:
        looking, masked = self._looking(), is_staff()
        which = WhichUsage(
            id_of(request.subscriber_id, field="subscriber_id"),
            itemised_period(
                moment_asked(request, field="since"),
                moment_asked(request, field="until"),
                now=looking.now,
            ),
            word_of(request.kind, field="kind") if request.kind else "",
            Slice(max(request.offset, 0), limit_of(request.limit)),
        )
        lines, total = await list_usage(which, looking=looking)
        countries = await countries_of(lines, reads=self._reads)
        return questions_pb2.ListUsageResponse(
            usage=[
                usage_message(one, masked=masked, country=countries.get(one.record.id, ""))
                for one in lines
            ],
            total=total,
        )

    @override
    async def ExplainUsage(
        self, request: questions_pb2.ExplainUsageRequest, context: Context
    ) -> questions_pb2.ExplainUsageResponse:
        seen = AuditRecorded(
            action="usage.explained",
            object_id=request.record_id,
            reason="",
            outcome="done",
            at=self._clock.now(),
        )
        asked = Explain(request.record_id, asker_now(), seen)
        known = await explain_usage(asked, reads=self._reads, desk=self._desks())
        return questions_pb2.ExplainUsageResponse(
            usage=await self._shown(known.line),
            subscriber_id=known.line.record.subscriber_id,
            waits_for=known.waits_for,
        )

    @override
    async def GetUsage(
        self, request: questions_pb2.GetUsageRequest, context: Context
    ) -> questions_pb2.GetUsageResponse:
        record_id = word_of(request.record_id, field="record_id")
        line = await find_usage(record_id, looking=self._looking())
        return questions_pb2.GetUsageResponse(usage=await self._shown(line))

    async def _shown(self, line: UsageLine) -> questions_pb2.RatedUsage:
        countries = await countries_of([line], reads=self._reads)
        country = countries.get(line.record.id, "")
        return usage_message(line, masked=is_staff(), country=country)

    @override
    async def SumUsage(
        self, request: questions_pb2.SumUsageRequest, context: Context
    ) -> questions_pb2.SumUsageResponse:
        looking = self._looking()
        subscriber_id = id_of(request.subscriber_id, field="subscriber_id")
        period = summed_period(
            moment_asked(request, field="since"),
            moment_asked(request, field="until"),
            now=looking.now,
        )
        sums = await sum_usage(subscriber_id, period=period, looking=looking)
        return sums_message(sums, period=period, at=looking.now)

    @override
    async def GetPayment(
        self, request: questions_pb2.GetPaymentRequest, context: Context
    ) -> questions_pb2.GetPaymentResponse:
        payment_id = id_of(request.payment_id, field="payment_id")
        payment, account = await find_payment(payment_id, looking=self._looking())
        message = payment_message(payment)
        back = to_pay_out(account)
        if back.minor:
            message.payable_back.CopyFrom(money_message(back))
        return questions_pb2.GetPaymentResponse(payment=message)

    @override
    async def ListPayments(
        self, request: questions_pb2.ListPaymentsRequest, context: Context
    ) -> questions_pb2.ListPaymentsResponse:
        part = Slice(max(request.offset, 0), limit_of(request.limit))
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

    @override
    async def ListAccounts(
        self, request: questions_pb2.ListAccountsRequest, context: Context
    ) -> questions_pb2.ListAccountsResponse:
        accounts, total = await list_accounts(
            which_accounts(request),
            part=Slice(max(request.offset, 0), limit_of(request.limit)),
            looking=self._looking(),
        )
        return questions_pb2.ListAccountsResponse(
            accounts=map(listed_account_message, accounts),
            total=total,
            more=total > MOST_COUNTED,
        )


def limit_of(asked: int) -> int:
    """Return how much is shown at once at most."""
    return min(asked, _LARGEST_PAGE) if asked > 0 else _PAGE
