"""What orders ask: everything an order is about, at one moment."""

from typing import Any

import grpc

from accounts.customers.domain.ages import Ages
from accounts.facts.ports import UnitOfWork
from accounts.facts.usecases.read_facts import read_facts
from accounts.facts.wire import facts_message, query_of
from boss.accounts.v1 import questions_pb2
from kernel.civil import civil_date
from kernel.clock import Clock
from runtime.rpc.calling import current_caller
from runtime.rpc.readable import must_be_readable

Context = grpc.aio.ServicerContext[Any, Any]


class FactQuestions:
    """A part of boss.accounts.v1.QuestionService."""

    def __init__(self, uow: UnitOfWork, clock: Clock, *, ages: Ages, most_numbers: int) -> None:
        self._uow = uow
        self._clock = clock
        self._ages = ages
        self._most_numbers = most_numbers

    async def ReadFacts(
        self, request: questions_pb2.ReadFactsRequest, context: Context
    ) -> questions_pb2.ReadFactsResponse:
        must_be_readable(request)
        query = query_of(request)
        facts = await read_facts(query, caller=current_caller(), uow=self._uow)
        message = facts_message(facts, ages=self._ages, today=civil_date(self._clock.now()))
        message.most_numbers = self._most_numbers
        return message
