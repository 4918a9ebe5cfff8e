"""What accounts is asked about its stock."""

from typing import Any

import grpc

from accounts.stock.ports import UnitOfWork
from accounts.stock.usecases.list_numbers import list_numbers
from accounts.stock.usecases.list_sim_cards import list_sim_cards
from accounts.stock.wire import card_message, number_message
from boss.accounts.v1 import questions_pb2
from kernel.page import page_of
from runtime.rpc.calling import current_caller
from runtime.rpc.readable import must_be_readable

Context = grpc.aio.ServicerContext[Any, Any]


class StockQuestions:
    """A part of boss.accounts.v1.QuestionService."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def ListNumbers(
        self, request: questions_pb2.ListNumbersRequest, context: Context
    ) -> questions_pb2.ListNumbersResponse:
        must_be_readable(request)
        page = page_of(request.offset, request.limit)
        numbers, total = await list_numbers(
            page, state=request.state, prefix=request.prefix, uow=self._uow
        )
        return questions_pb2.ListNumbersResponse(
            numbers=[number_message(number) for number in numbers], total=total
        )

    async def ListSimCards(
        self, request: questions_pb2.ListSimCardsRequest, context: Context
    ) -> questions_pb2.ListSimCardsResponse:
        must_be_readable(request)
        page = page_of(request.offset, request.limit)
        cards, total = await list_sim_cards(
            page, state=request.state, caller=current_caller(), uow=self._uow
        )
        return questions_pb2.ListSimCardsResponse(
            sim_cards=[card_message(card) for card in cards], total=total
        )
