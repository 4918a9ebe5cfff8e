"""What staff do about customers."""

from typing import Any

import grpc

from accounts.customers.domain.customer import MarketCodes
from accounts.customers.ports import UnitOfWork
from accounts.customers.usecases.classify_customer import classify_customer
from accounts.customers.usecases.read_customer import LONGEST_REASON, find_by_paper
from accounts.customers.usecases.register_customer import register_customer
from accounts.customers.wire import classification_of, masked_customer, registration_of
from boss.accounts.v1 import commands_pb2
from kernel.clock import Clock
from kernel.errors import Refusal
from runtime.guessing import AuditedGuessing, Guess, Kind
from runtime.rpc.audited import DONE, Audited, AuditedAnswering
from runtime.rpc.calling import current_caller
from runtime.rpc.readable import must_be_readable

Context = grpc.aio.ServicerContext[Any, Any]

WRONG_NAME = "ID_MISMATCH"


class CustomerCommands:
    """A part of boss.accounts.v1.CommandService."""

    def __init__(
        self,
        uow: UnitOfWork,
        answering: AuditedAnswering,
        guessing: AuditedGuessing,
        *,
        clock: Clock,
        codes: MarketCodes,
    ) -> None:
        self._uow = uow
        self._answering = answering
        self._guessing = guessing
        self._clock = clock
        self._codes = codes

    async def RegisterCustomer(
        self, request: commands_pb2.RegisterCustomerRequest, context: Context
    ) -> commands_pb2.RegisterCustomerResponse:
        must_be_readable(request)
        answered = await self._answering.first_answer(
            request, commands_pb2.RegisterCustomerResponse
        )
        if answered is not None:
            return answered
        audited, now = Audited("register_customer"), self._clock.now()
        guess = await self._count_name(request, audited)

        async def act() -> commands_pb2.RegisterCustomerResponse:
            registration, caller = registration_of(request), current_caller()
            market = registration.market
            self._codes.must_know(segment=market.segment, region=market.region)
            known = await register_customer(registration, caller=caller, uow=self._uow, now=now)
            if guess is not None:
                await self._guessing.forgive(guess, now=now)
            done = Audited("register_customer", known.customer.id)
            await self._answering.record(done, DONE)
            return commands_pb2.RegisterCustomerResponse(customer=masked_customer(known))

        try:
            return await self._answering.once_audited(
                request, commands_pb2.RegisterCustomerResponse, act, audited
            )
        except Refusal as refusal:
            if guess is not None and refusal.code != WRONG_NAME:
                await self._guessing.uncount(guess, now=now)
            raise

    async def ClassifyCustomer(
        self, request: commands_pb2.ClassifyCustomerRequest, context: Context
    ) -> commands_pb2.ClassifyCustomerResponse:
        must_be_readable(request)
        asked = classification_of(request)
        audited = Audited("classify_customer", asked.customer_id, asked.reason[:LONGEST_REASON])

        async def act() -> commands_pb2.ClassifyCustomerResponse:
            now = self._clock.now()
            self._codes.must_know(segment=asked.segment, region=asked.region)
            known = await classify_customer(asked, caller=current_caller(), uow=self._uow, now=now)
            await self._answering.record(audited, DONE)
            return commands_pb2.ClassifyCustomerResponse(customer=masked_customer(known))

        return await self._answering.once_audited(
            request, commands_pb2.ClassifyCustomerResponse, act, audited
        )

    async def _count_name(
        self, request: commands_pb2.RegisterCustomerRequest, audited: Audited
    ) -> Guess | None:
        """Count a name before it is compared with that of whose paper it is; None: it is new.

        Raises `REGISTRATION_LOCKED`, and what speaks against the request itself; both audited.
        """
        caller = current_caller()
        try:
            paper = registration_of(request).paper
            known = await find_by_paper(paper, caller=caller, uow=self._uow)
            if not known:
                return None
            guess = Guess(Kind.REGISTRATION, caller, known[0].customer.id, field="name")
            await self._guessing.count(guess, now=self._clock.now())
        except Refusal as refusal:
            await self._answering.record(audited, refusal.code)
            raise
        return guess
