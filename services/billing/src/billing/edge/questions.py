"""Questions over gRPC."""

from collections.abc import Callable, Sequence
from typing import Any

import grpc
from typing_extensions import override

from billing.domain.catalogue import Catalogue
from billing.domain.events import AuditRecorded
from billing.edge.asker import asker_now, is_staff
from billing.usecases.answer import Look, find_account, list_postings, list_usage
from billing.usecases.explain_usage import Explain, explain_usage
from billing.usecases.ports import ByAccount, Desk, Reads
from billing.wire.answers import (
    account_message,
    fee_message,
    offering_message,
    posting_message,
    totals_message,
    usage_message,
    wanted_message,
)
from billing.wire.payments import payee_of
from billing.wire.values import id_of
from boss.billing.v1 import questions_pb2, questions_pb2_grpc
from kernel.civil import civil_date
from kernel.clock import Clock

Context = grpc.aio.ServicerContext[Any, Any]
_PAGE, _LARGEST_PAGE = 50, 1000


class QuestionServicer(questions_pb2_grpc.QuestionServiceServicer):
    """Answers boss.billing.v1.QuestionService."""

    def __init__(self, reads: Reads, *, desks: Callable[[], Desk], clock: Clock) -> None:
        self._reads = reads
        self._desks = desks
        self._clock = clock

    @override
    async def ReadFacts(
        self, request: questions_pb2.ReadFactsRequest, context: Context
    ) -> questions_pb2.ReadFactsResponse:
        facts = await self._reads.facts(request.subscriber_id, now=self._clock.now())
        answer = questions_pb2.ReadFactsResponse()
        if facts.account is not None:
            answer.account.CopyFrom(account_message(facts.account))
        if facts.catalogue is not None:
            own = [facts.account.offering] if facts.account else []
            _add_prices(answer, request, facts.catalogue, own=own)
        return answer

    @override
    async def GetBalance(
        self, request: questions_pb2.GetBalanceRequest, context: Context
    ) -> questions_pb2.GetBalanceResponse:
        payee = payee_of(request)
        account = await find_account(payee, reads=self._reads, asker=asker_now())
        return questions_pb2.GetBalanceResponse(account=account_message(account))

    @override
    async def ListOfferings(
        self, request: questions_pb2.ListOfferingsRequest, context: Context
    ) -> questions_pb2.ListOfferingsResponse:
        catalogue = (await self._reads.catalogues()).on(civil_date(self._clock.now()))
        return questions_pb2.ListOfferingsResponse(
            offerings=[
                offering_message(one, catalogue=catalogue)
                for one in catalogue.offerings.values()
                if one.sellable and (not request.channel or request.channel in one.channels)
            ],
            catalogue_version=catalogue.version,
        )

    @override
    async def ListPostings(
        self, request: questions_pb2.ListPostingsRequest, context: Context
    ) -> questions_pb2.ListPostingsResponse:
        lines = await list_postings(
            ByAccount(id_of(request.account_id, field="account_id")),
            reads=self._reads,
            asker=asker_now(),
            limit=_limit(request.limit),
        )
        return questions_pb2.ListPostingsResponse(postings=map(posting_message, lines))

    @override
    async def ListUsage(
        self, request: questions_pb2.ListUsageRequest, context: Context
    ) -> questions_pb2.ListUsageResponse:
        subscriber_id = id_of(request.subscriber_id, field="subscriber_id")
        seen = AuditRecorded(
            action="usage.listed",
            object_id=subscriber_id,
            reason="",
            outcome="done",
            at=self._clock.now(),
        )
        lines = await list_usage(
            Look(subscriber_id, asker_now(), seen),
            reads=self._reads,
            desk=self._desks(),
            limit=_limit(request.limit),
        )
        masked = is_staff()
        return questions_pb2.ListUsageResponse(
            usage=[usage_message(one, masked=masked) for one in lines]
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
            usage=usage_message(known.line, masked=is_staff()),
            subscriber_id=known.line.record.subscriber_id,
            waits_for=known.waits_for,
        )

    @override
    async def ListWantedLevels(
        self, request: questions_pb2.ListWantedLevelsRequest, context: Context
    ) -> questions_pb2.ListWantedLevelsResponse:
        levels = await self._reads.wanted_levels(
            after=request.after_subscriber_id, limit=_limit(request.limit)
        )
        return questions_pb2.ListWantedLevelsResponse(levels=map(wanted_message, levels))

    @override
    async def CountLedger(
        self, request: questions_pb2.CountLedgerRequest, context: Context
    ) -> questions_pb2.CountLedgerResponse:
        return totals_message(await self._reads.totals())


def _add_prices(
    answer: questions_pb2.ReadFactsResponse,
    request: questions_pb2.ReadFactsRequest,
    catalogue: Catalogue,
    *,
    own: Sequence[str],
) -> None:
    """Add what is asked for and her own plan; what is not there, the catalogue does not have."""
    for code in dict.fromkeys([*own, *request.offerings]):
        if (offering := catalogue.offerings.get(code)) is not None:
            answer.offerings.append(offering_message(offering, catalogue=catalogue))
    for code in request.fees:
        if (amount := catalogue.fees.get(code)) is not None:
            answer.fees.append(fee_message(code, amount))


def _limit(asked: int) -> int:
    return min(asked, _LARGEST_PAGE) if asked > 0 else _PAGE
