"""What an order is judged by, over gRPC."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import grpc

from billing.accounts.domain.plans import as_of
from billing.accounts.ports import BySubscriber
from billing.accounts.usecases.take_account import card_meant
from billing.accounts.wire.account import account_of_user
from billing.accounts.wire.values import money_message
from billing.catalogue.domain.catalogue import Catalogue
from billing.catalogue.wire.number_grades import number_grade_message
from billing.catalogue.wire.offering import fee_message, offering_message
from billing.credit.usecases.price_return import return_priced
from billing.steps.ports import FactReads
from boss.billing.v1 import questions_pb2
from kernel.civil import civil_date
from kernel.clock import Clock
from kernel.money import fen

Context = grpc.aio.ServicerContext[Any, Any]


class FactQuestions:
    """The part of boss.billing.v1.QuestionService that orders ask before they act."""

    def __init__(self, facts: FactReads, *, clock: Clock) -> None:
        self._facts = facts
        self._clock = clock

    async def ReadFacts(  # noqa: N802 - gRPC's name
        self, request: questions_pb2.ReadFactsRequest, context: Context
    ) -> questions_pb2.ReadFactsResponse:
        now = self._clock.now()
        today = civil_date(now)
        payee = BySubscriber(request.subscriber_id)
        facts = await self._facts.of(request.subscriber_id)
        catalogue = facts.catalogues.known_on(today)
        account = as_of(facts.account, now) if facts.account else None
        answer = questions_pb2.ReadFactsResponse()
        if account is not None:
            back = (
                fen(0)
                if catalogue is None
                else return_priced(account, catalogue=catalogue, now=now)
            )
            answer.account.CopyFrom(account_of_user(account, card_meant(account, payee), back=back))
            answer.account.cash.CopyFrom(money_message(account.cash))
        if catalogue is not None:
            own = [answer.account.offering] if account else []
            codes = list(dict.fromkeys([*own, *request.offerings]))
            _add_prices(answer, catalogue, codes=codes, on=today)
            _add_fees(answer, catalogue, codes=request.fees)
            grades = map(number_grade_message, catalogue.number_grades.values())
            answer.number_grades.extend(grades)
        return answer


def _add_prices(
    answer: questions_pb2.ReadFactsResponse,
    catalogue: Catalogue,
    *,
    codes: Sequence[str],
    on: date,
) -> None:
    """Add what is asked for and their own plan; what is not there, the catalogue does not have."""
    for code in codes:
        if (offering := catalogue.offerings.get(code)) is not None:
            answer.offerings.append(offering_message(offering, catalogue=catalogue, on=on))


def _add_fees(
    answer: questions_pb2.ReadFactsResponse, catalogue: Catalogue, *, codes: Sequence[str]
) -> None:
    for code in codes:
        if (amount := catalogue.fees.get(code)) is not None:
            answer.fees.append(fee_message(code, amount))
