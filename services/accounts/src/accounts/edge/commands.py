"""What accounts is told: the desk's own acts, and the steps of orders."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, TypeVar

import grpc
from google.protobuf.message import Message
from typing_extensions import override

from accounts.domain.audit import AuditEntry
from accounts.edge.asking import asker
from accounts.edge.readable import must_be_readable
from accounts.usecases.carry_out_step import carry_out_step, take_back_step
from accounts.usecases.classify_customer import classify_customer
from accounts.usecases.keep_audit import say_audit
from accounts.usecases.load_stock import load_stock
from accounts.usecases.ports import Desk
from accounts.usecases.read_customer import LONGEST_REASON
from accounts.usecases.record_proof import record_proof
from accounts.usecases.register_customer import register_customer
from accounts.wire.commands import (
    checking_of,
    classification_of,
    delivery_of,
    errand_of,
    registration_of,
    step_of,
)
from accounts.wire.questions import masked_customer, proof_message
from boss.accounts.v1 import commands_pb2, commands_pb2_grpc
from kernel.clock import Clock
from kernel.errors import Refusal
from runtime.database import Database
from runtime.rpc.answering import Answering

Context = grpc.aio.ServicerContext[Any, Any]
Response = TypeVar("Response", bound=Message)
DONE = "done"


@dataclass(frozen=True, slots=True)
class Audited:
    """What somebody does to what; the object may only be known afterwards."""

    action: str
    object_id: str = ""
    reason: str = ""


class CommandServicer(Answering, commands_pb2_grpc.CommandServiceServicer):
    """Answers boss.accounts.v1.CommandService."""

    def __init__(self, database: Database, desks: Callable[[], Desk], clock: Clock) -> None:
        super().__init__(database)
        self._desks = desks
        self._clock = clock

    @override
    async def RegisterCustomer(
        self, request: commands_pb2.RegisterCustomerRequest, context: Context
    ) -> commands_pb2.RegisterCustomerResponse:
        must_be_readable(request)

        async def act() -> commands_pb2.RegisterCustomerResponse:
            registration, now = registration_of(request), self._clock.now()
            desk = self._desks()
            known = await register_customer(registration, asker=asker(), desk=desk, now=now)
            done = Audited("register_customer", known.customer.id)
            await self._say(done, DONE)
            return commands_pb2.RegisterCustomerResponse(customer=masked_customer(known))

        return await self._once(
            request, commands_pb2.RegisterCustomerResponse, act, Audited("register_customer")
        )

    @override
    async def ClassifyCustomer(
        self, request: commands_pb2.ClassifyCustomerRequest, context: Context
    ) -> commands_pb2.ClassifyCustomerResponse:
        must_be_readable(request)
        asked = classification_of(request)
        audited = Audited("classify_customer", asked.customer_id, asked.reason[:LONGEST_REASON])

        async def act() -> commands_pb2.ClassifyCustomerResponse:
            now = self._clock.now()
            known = await classify_customer(asked, asker=asker(), desk=self._desks(), now=now)
            await self._say(audited, DONE)
            return commands_pb2.ClassifyCustomerResponse(customer=masked_customer(known))

        return await self._once(request, commands_pb2.ClassifyCustomerResponse, act, audited)

    @override
    async def RecordProof(
        self, request: commands_pb2.RecordProofRequest, context: Context
    ) -> commands_pb2.RecordProofResponse:
        must_be_readable(request)
        audited = Audited("record_proof", request.customer_id)

        async def act() -> commands_pb2.RecordProofResponse:
            checking, now = checking_of(request), self._clock.now()
            proof = await record_proof(checking, asker=asker(), desk=self._desks(), now=now)
            await self._say(audited, DONE)
            return commands_pb2.RecordProofResponse(proof=proof_message(proof))

        return await self._once(request, commands_pb2.RecordProofResponse, act, audited)

    @override
    async def LoadStock(
        self, request: commands_pb2.LoadStockRequest, context: Context
    ) -> commands_pb2.LoadStockResponse:
        must_be_readable(request)
        audited = Audited("load_stock", "stock")

        async def act() -> commands_pb2.LoadStockResponse:
            delivery = delivery_of(request)
            loaded = await load_stock(delivery, asker=asker(), desk=self._desks())
            await self._say(audited, DONE)
            return commands_pb2.LoadStockResponse(
                numbers_added=loaded.numbers_added,
                numbers_known=loaded.numbers_known,
                sim_cards_added=loaded.cards_added,
                sim_cards_known=loaded.cards_known,
            )

        return await self._once(request, commands_pb2.LoadStockResponse, act, audited)

    @override
    async def CarryOut(
        self, request: commands_pb2.CarryOutRequest, context: Context
    ) -> commands_pb2.CarryOutResponse:
        must_be_readable(request)
        errand = errand_of(request, now=self._clock.now())
        await carry_out_step(step_of(request.step), errand, desk=self._desks())
        return commands_pb2.CarryOutResponse()

    @override
    async def TakeBack(
        self, request: commands_pb2.TakeBackRequest, context: Context
    ) -> commands_pb2.TakeBackResponse:
        must_be_readable(request)
        errand = errand_of(request, now=self._clock.now())
        await take_back_step(step_of(request.step), errand, desk=self._desks())
        return commands_pb2.TakeBackResponse()

    async def _once(
        self,
        request: Message,
        response_type: type[Response],
        act: Callable[[], Awaitable[Response]],
        audited: Audited,
    ) -> Response:
        """Answer once; a refusal is audited too, in a transaction of its own."""
        try:
            return await self.once(request, response_type, act)
        except Refusal as refusal:
            await self._say(audited, refusal.code)
            raise

    async def _say(self, audited: Audited, outcome: str) -> None:
        who = asker()
        entry = AuditEntry(
            actor=who.id,
            channel=who.channel,
            action=audited.action,
            object_id=audited.object_id,
            reason=audited.reason,
            outcome=outcome,
            service="accounts",
            at=self._clock.now(),
        )
        await say_audit(entry, desk=self._desks())
