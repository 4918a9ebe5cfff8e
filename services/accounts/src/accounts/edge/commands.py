"""What accounts is told: the desk's own acts, and the steps of orders."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, TypeVar

import grpc
from google.protobuf.message import Message
from typing_extensions import override

from accounts.domain.audit import AuditEntry
from accounts.domain.customer import MarketCodes
from accounts.edge.asking import asker
from accounts.edge.locks import telling
from accounts.edge.readable import must_be_readable
from accounts.usecases.carry_out_step import carry_out_step, take_back_step
from accounts.usecases.classify_customer import classify_customer
from accounts.usecases.keep_audit import say_audit
from accounts.usecases.load_stock import load_stock
from accounts.usecases.ports import Desk
from accounts.usecases.read_customer import LONGEST_REASON, find_by_paper
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
from runtime.database.database import Database
from runtime.guessing import Guess, Guessing, Kind
from runtime.rpc.answering import Answering
from runtime.rpc.calling import current_caller

Context = grpc.aio.ServicerContext[Any, Any]
Response = TypeVar("Response", bound=Message)
LONGEST_ID = 64
WRONG_NAME = "ID_MISMATCH"
WRONG_GUESSES = frozenset({"VERIFICATION_FAILED", "NO_SUCH_CUSTOMER"})
DONE = "done"


@dataclass(frozen=True, slots=True)
class Audited:
    """What somebody does to what; the object may only be known afterwards."""

    action: str
    object_id: str = ""
    reason: str = ""


class CommandServicer(Answering, commands_pb2_grpc.CommandServiceServicer):
    """Answers boss.accounts.v1.CommandService."""

    def __init__(
        self,
        database: Database,
        desks: Callable[[], Desk],
        clock: Clock,
        guessing: Guessing,
        *,
        codes: MarketCodes,
    ) -> None:
        super().__init__(database)
        self._codes = codes
        self._guessing = guessing
        self._desks = desks
        self._clock = clock

    @override
    async def RegisterCustomer(
        self, request: commands_pb2.RegisterCustomerRequest, context: Context
    ) -> commands_pb2.RegisterCustomerResponse:
        must_be_readable(request)
        before = await self.first_answer(request, commands_pb2.RegisterCustomerResponse)
        if before is not None:
            return before
        audited, now = Audited("register_customer"), self._clock.now()
        guess = await self._count_name(request, audited)

        async def act() -> commands_pb2.RegisterCustomerResponse:
            registration = registration_of(request)
            market = registration.market
            self._codes.must_know(segment=market.segment, region=market.region)
            desk = self._desks()
            known = await register_customer(registration, asker=asker(), desk=desk, now=now)
            if guess is not None:
                await self._guessing.forgive(guess, now=now)
            done = Audited("register_customer", known.customer.id)
            await self._say(done, DONE)
            return commands_pb2.RegisterCustomerResponse(customer=masked_customer(known))

        try:
            return await self._once(request, commands_pb2.RegisterCustomerResponse, act, audited)
        except Refusal as refusal:
            if guess is not None and refusal.code != WRONG_NAME:
                await self._guessing.uncount(guess, now=now)
            raise

    @override
    async def ClassifyCustomer(
        self, request: commands_pb2.ClassifyCustomerRequest, context: Context
    ) -> commands_pb2.ClassifyCustomerResponse:
        must_be_readable(request)
        asked = classification_of(request)
        audited = Audited("classify_customer", asked.customer_id, asked.reason[:LONGEST_REASON])

        async def act() -> commands_pb2.ClassifyCustomerResponse:
            now = self._clock.now()
            self._codes.must_know(segment=asked.segment, region=asked.region)
            known = await classify_customer(asked, asker=asker(), desk=self._desks(), now=now)
            await self._say(audited, DONE)
            return commands_pb2.ClassifyCustomerResponse(customer=masked_customer(known))

        return await self._once(request, commands_pb2.ClassifyCustomerResponse, act, audited)

    @override
    async def RecordProof(
        self, request: commands_pb2.RecordProofRequest, context: Context
    ) -> commands_pb2.RecordProofResponse:
        must_be_readable(request)
        before = await self.first_answer(request, commands_pb2.RecordProofResponse)
        if before is not None:
            return before
        audited, now = Audited("record_proof", request.customer_id), self._clock.now()
        guess = await self._count_paper(request, audited)

        async def act() -> commands_pb2.RecordProofResponse:
            checking = checking_of(request)
            proof = await record_proof(checking, asker=asker(), desk=self._desks(), now=now)
            if guess is not None:
                await self._guessing.forgive(guess, now=now)
            await self._say(audited, DONE)
            return commands_pb2.RecordProofResponse(proof=proof_message(proof))

        try:
            return await self._once(request, commands_pb2.RecordProofResponse, act, audited)
        except Refusal as refusal:
            if guess is not None and refusal.code not in WRONG_GUESSES:
                await self._guessing.uncount(guess, now=now)
            raise

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

    async def _count_paper(
        self, request: commands_pb2.RecordProofRequest, audited: Audited
    ) -> Guess | None:
        """Count a paper that is shown before it is compared; raises `PROOF_LOCKED`, audited too."""
        if not request.paper_number:
            return None
        target = request.customer_id if len(request.customer_id) <= LONGEST_ID else ""
        guess = Guess(Kind.PROOF, current_caller(), target, field="paper_number")
        await self._count(guess, audited)
        return guess

    async def _count_name(
        self, request: commands_pb2.RegisterCustomerRequest, audited: Audited
    ) -> Guess | None:
        """Count a name before it is compared with that of whose paper it is; None: it is new.

        Raises `REGISTRATION_LOCKED`, and what speaks against the request itself; both audited.
        """
        try:
            paper = registration_of(request).paper
            known = await find_by_paper(paper, asker=asker(), desk=self._desks())
        except Refusal as refusal:
            await self._say(audited, refusal.code)
            raise
        if not known:
            return None
        owner = known[0].customer.id
        guess = Guess(Kind.REGISTRATION, current_caller(), owner, field="name")
        await self._count(guess, audited)
        return guess

    async def _count(self, guess: Guess, audited: Audited) -> None:
        """Count a try before it is made; raises `<KIND>_LOCKED`, audited too."""
        now = self._clock.now()
        try:
            await self._guessing.count(guess, now=now, tell=telling(self._desks, now=now))
        except Refusal as refusal:
            await self._say(audited, refusal.code)
            raise

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
