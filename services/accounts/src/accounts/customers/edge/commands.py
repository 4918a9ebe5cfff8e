"""What staff do about customers."""

from typing import Any

import grpc

from accounts.customers.domain.customer import MarketCodes
from accounts.customers.ports import UnitOfWork
from accounts.customers.usecases.classify_customer import classify_customer
from accounts.customers.usecases.read_customer import LONGEST_REASON
from accounts.customers.usecases.register_customer import register_customer
from accounts.customers.wire import classification_of, masked_customer, registration_of
from boss.accounts.v1 import commands_pb2
from kernel.clock import Clock
from runtime.database.database import Database
from runtime.rpc.audited import DONE, Audited, AuditedAnswering, Record
from runtime.rpc.calling import current_caller
from runtime.rpc.readable import must_be_readable

Context = grpc.aio.ServicerContext[Any, Any]


class CustomerCommands(AuditedAnswering):
    """A part of boss.accounts.v1.CommandService."""

    def __init__(
        self,
        database: Database,
        uow: UnitOfWork,
        record: Record,
        *,
        clock: Clock,
        codes: MarketCodes,
    ) -> None:
        super().__init__(database, record)
        self._uow = uow
        self._clock = clock
        self._codes = codes

    async def RegisterCustomer(
        self, request: commands_pb2.RegisterCustomerRequest, context: Context
    ) -> commands_pb2.RegisterCustomerResponse:
        must_be_readable(request)

        async def act() -> commands_pb2.RegisterCustomerResponse:
            registration, now = registration_of(request), self._clock.now()
            market = registration.market
            self._codes.must_know(segment=market.segment, region=market.region)
            caller = current_caller()
            known = await register_customer(registration, caller=caller, uow=self._uow, now=now)
            await self.record(Audited("register_customer", known.customer.id), DONE)
            return commands_pb2.RegisterCustomerResponse(customer=masked_customer(known))

        return await self.once_audited(
            request, commands_pb2.RegisterCustomerResponse, act, Audited("register_customer")
        )

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
            await self.record(audited, DONE)
            return commands_pb2.ClassifyCustomerResponse(customer=masked_customer(known))

        return await self.once_audited(request, commands_pb2.ClassifyCustomerResponse, act, audited)
