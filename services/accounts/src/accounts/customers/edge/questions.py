"""What accounts is asked about customers."""

from collections.abc import Sequence
from typing import Any

import grpc

from accounts.customers.domain.customer import KnownCustomer
from accounts.customers.domain.identity_paper import IdentityPaper
from accounts.customers.ports import UnitOfWork
from accounts.customers.usecases.read_customer import (
    find_by_paper,
    list_customers,
    read_customer,
    read_customer_in_full,
)
from accounts.customers.wire import customer_in_full, masked_customer
from boss.accounts.v1 import questions_pb2
from kernel.clock import Clock
from kernel.page import page_of
from runtime.guessing import AuditedGuessing, Guess, Kind
from runtime.rpc.calling import current_caller
from runtime.rpc.readable import must_be_readable

Context = grpc.aio.ServicerContext[Any, Any]


class CustomerQuestions:
    """A part of boss.accounts.v1.QuestionService."""

    def __init__(self, uow: UnitOfWork, clock: Clock, guessing: AuditedGuessing) -> None:
        self._uow = uow
        self._clock = clock
        self._guessing = guessing

    async def GetCustomer(
        self, request: questions_pb2.GetCustomerRequest, context: Context
    ) -> questions_pb2.GetCustomerResponse:
        must_be_readable(request)
        caller = current_caller()
        if not request.reason:
            known = await read_customer(request.id, caller=caller, uow=self._uow)
            return questions_pb2.GetCustomerResponse(customer=masked_customer(known))
        known = await read_customer_in_full(
            request.id, reason=request.reason, caller=caller, uow=self._uow, now=self._clock.now()
        )
        return questions_pb2.GetCustomerResponse(customer=customer_in_full(known))

    async def ListCustomers(
        self, request: questions_pb2.ListCustomersRequest, context: Context
    ) -> questions_pb2.ListCustomersResponse:
        must_be_readable(request)
        page = page_of(request.offset, request.limit)
        if request.paper_type or request.paper_number:
            known = await self._by_paper(
                IdentityPaper.read(request.paper_type, request.paper_number)
            )
            total = len(known)
        else:
            known, total = await list_customers(page, caller=current_caller(), uow=self._uow)
        return questions_pb2.ListCustomersResponse(
            customers=[masked_customer(customer) for customer in known], total=total
        )

    async def _by_paper(self, paper: IdentityPaper) -> Sequence[KnownCustomer]:
        """Find who registered with a paper; raises `PAPER_LOCKED` after too many in vain."""
        caller = current_caller()
        # Who may not look anybody up at all has not tried anything.
        caller.must_work_here()
        guess = Guess(Kind.PAPER, caller, field="paper_number")
        now = self._clock.now()
        await self._guessing.count(guess, now=now)
        known = await find_by_paper(paper, caller=caller, uow=self._uow)
        if known:
            await self._guessing.uncount(guess, now=now)
        return known
