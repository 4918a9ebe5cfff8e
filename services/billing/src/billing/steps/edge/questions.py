"""Questions over gRPC."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import grpc
from typing_extensions import override

from billing.accounts.edge.asker import asker_now
from billing.accounts.ports import ByAccount, BySubscriber, Desk, Reads
from billing.accounts.usecases.find_account import find_account, list_adjustments, list_postings
from billing.accounts.usecases.take_account import card_meant
from billing.accounts.wire.values import id_of
from billing.allowances.usecases.list_allowances import list_allowances
from billing.catalogue.domain.catalogue import Catalogue
from billing.catalogue.usecases.list_offerings import OfferingsAsked, list_offerings
from billing.credit.wire.credit import spending_message
from billing.ledger.wire.books import books_message
from billing.lifecycle.wire.answers import (
    account_of_user,
    country_group_messages,
    fee_message,
    offering_message,
    posting_message,
    rate_message,
    totals_message,
    wanted_message,
)
from billing.packs.wire.packs import allowance_message, pack_message, user_of
from billing.payments.edge.history import HistoryServicer, limit_of
from billing.payments.ports.histories import History, Slice
from billing.payments.ports.providers import PaymentProviders
from billing.payments.wire.adjustments import adjustment_message, adjustments_asked
from billing.payments.wire.payments import payee_of
from boss.billing.v1 import questions_pb2
from kernel.civil import civil_date
from kernel.clock import Clock

Context = grpc.aio.ServicerContext[Any, Any]


class QuestionServicer(HistoryServicer):
    """Answers boss.billing.v1.QuestionService."""

    def __init__(
        self,
        reads: Reads,
        *,
        history: History,
        desks: Callable[[], Desk],
        clock: Clock,
        providers: PaymentProviders,
    ) -> None:
        HistoryServicer.__init__(
            self, reads, history=history, desks=desks, clock=clock, providers=providers
        )

    @override
    async def ReadFacts(
        self, request: questions_pb2.ReadFactsRequest, context: Context
    ) -> questions_pb2.ReadFactsResponse:
        now = self._clock.now()
        facts = await self._reads.facts(request.subscriber_id, now=now)
        answer = questions_pb2.ReadFactsResponse()
        if facts.account is not None:
            payee = BySubscriber(request.subscriber_id)
            told = account_of_user(facts.account, card_meant(facts.account, payee))
            answer.account.CopyFrom(told)
        if facts.catalogue is not None:
            own = [answer.account.offering] if facts.account else []
            codes = list(dict.fromkeys([*own, *request.offerings]))
            _add_prices(answer, facts.catalogue, codes=codes, on=civil_date(now))
            _add_fees(answer, facts.catalogue, codes=request.fees)
        return answer

    @override
    async def GetBalance(
        self, request: questions_pb2.GetBalanceRequest, context: Context
    ) -> questions_pb2.GetBalanceResponse:
        payee = payee_of(request)
        account = await find_account(payee, reads=self._reads, asker=asker_now())
        now = self._clock.now()
        reserved = await self._reads.reserved(account.id, now=now)
        message = account_of_user(account, card_meant(account, payee))
        message.spending.CopyFrom(spending_message(account, reserved=reserved, now=now))
        return questions_pb2.GetBalanceResponse(account=message)

    @override
    async def ListOfferings(
        self, request: questions_pb2.ListOfferingsRequest, context: Context
    ) -> questions_pb2.ListOfferingsResponse:
        today = civil_date(self._clock.now())
        catalogue = (await self._reads.catalogues()).on(today)
        asked = OfferingsAsked(
            channel=request.channel, customer_id=request.customer_id, asker=asker_now()
        )
        sold = await list_offerings(asked, catalogue=catalogue, on=today, desk=self._desks())
        return questions_pb2.ListOfferingsResponse(
            offerings=[offering_message(one, catalogue=catalogue, on=today) for one in sold],
            catalogue_version=catalogue.version,
        )

    @override
    async def ListCatalogue(
        self, request: questions_pb2.ListCatalogueRequest, context: Context
    ) -> questions_pb2.ListCatalogueResponse:
        today = civil_date(self._clock.now())
        catalogue = (await self._reads.catalogues()).on(today)
        return questions_pb2.ListCatalogueResponse(
            catalogue_version=catalogue.version,
            valid_from=catalogue.valid_from.isoformat(),
            offerings=[
                offering_message(one, catalogue=catalogue, on=today)
                for one in catalogue.offerings.values()
            ],
            fees=[fee_message(code, amount) for code, amount in catalogue.fees.items()],
            rates=map(rate_message, catalogue.rows),
            packs=[
                pack_message(one, catalogue=catalogue, on=today) for one in catalogue.packs.values()
            ],
            country_groups=country_group_messages(catalogue.countries),
        )

    @override
    async def ListPostings(
        self, request: questions_pb2.ListPostingsRequest, context: Context
    ) -> questions_pb2.ListPostingsResponse:
        lines, total = await list_postings(
            ByAccount(id_of(request.account_id, field="account_id")),
            reads=self._reads,
            asker=asker_now(),
            part=Slice(max(request.offset, 0), limit_of(request.limit)),
        )
        return questions_pb2.ListPostingsResponse(postings=map(posting_message, lines), total=total)

    @override
    async def ListWantedLevels(
        self, request: questions_pb2.ListWantedLevelsRequest, context: Context
    ) -> questions_pb2.ListWantedLevelsResponse:
        levels = await self._reads.wanted_levels(
            after=request.after_subscriber_id, limit=limit_of(request.limit)
        )
        return questions_pb2.ListWantedLevelsResponse(levels=map(wanted_message, levels))

    @override
    async def CountLedger(
        self, request: questions_pb2.CountLedgerRequest, context: Context
    ) -> questions_pb2.CountLedgerResponse:
        return totals_message(await self._reads.totals())

    @override
    async def ListBooks(
        self, request: questions_pb2.ListBooksRequest, context: Context
    ) -> questions_pb2.ListBooksResponse:
        payee = ByAccount(id_of(request.account_id, field="account_id"))
        return books_message(await find_account(payee, reads=self._reads, asker=asker_now()))

    @override
    async def ListAllowances(
        self, request: questions_pb2.ListAllowancesRequest, context: Context
    ) -> questions_pb2.ListAllowancesResponse:
        found = await list_allowances(
            user_of(request), reads=self._reads, asker=asker_now(), now=self._clock.now()
        )
        return questions_pb2.ListAllowancesResponse(allowances=map(allowance_message, found))

    @override
    async def ListAdjustments(
        self, request: questions_pb2.ListAdjustmentsRequest, context: Context
    ) -> questions_pb2.ListAdjustmentsResponse:
        which = adjustments_asked(request, limit=limit_of(request.limit))
        found, total = await list_adjustments(which, reads=self._reads, asker=asker_now())
        return questions_pb2.ListAdjustmentsResponse(
            adjustments=map(adjustment_message, found), total=total
        )


def _add_prices(
    answer: questions_pb2.ReadFactsResponse,
    catalogue: Catalogue,
    *,
    codes: Sequence[str],
    on: date,
) -> None:
    """Add what is asked for and her own plan; what is not there, the catalogue does not have."""
    for code in codes:
        if (offering := catalogue.offerings.get(code)) is not None:
            answer.offerings.append(offering_message(offering, catalogue=catalogue, on=on))


def _add_fees(
    answer: questions_pb2.ReadFactsResponse, catalogue: Catalogue, *, codes: Sequence[str]
) -> None:
    for code in codes:
        if (amount := catalogue.fees.get(code)) is not None:
            answer.fees.append(fee_message(code, amount))
