"""What accounts is asked: facts, customers, subscribers, stock, audit."""

from collections.abc import Callable, Sequence
from typing import Any

import grpc
from typing_extensions import override

from accounts.domain.customer import KnownCustomer
from accounts.domain.identity_paper import IdentityPaper
from accounts.edge.asking import asker, limit_of, page_of
from accounts.edge.locks import telling
from accounts.edge.readable import must_be_readable
from accounts.usecases.check_list_proof import check_list_proof
from accounts.usecases.keep_audit import list_audit
from accounts.usecases.ports import Desk, FactsAsked
from accounts.usecases.read_customer import (
    find_by_paper,
    list_customers,
    read_customer,
    read_customer_in_full,
)
from accounts.usecases.read_facts import read_facts
from accounts.usecases.read_stock import list_numbers, list_sim_cards
from accounts.usecases.read_subscriber import list_subscribers, read_subscriber
from accounts.wire.commands import subscriber_key
from accounts.wire.questions import (
    audit_message,
    card_message,
    customer_in_full,
    facts_message,
    masked_customer,
    number_message,
    proof_message,
    subscriber_message,
)
from boss.accounts.v1 import questions_pb2, questions_pb2_grpc
from kernel.clock import Clock
from runtime.guessing import Guess, Guessing, Kind
from runtime.rpc.calling import current_caller

Context = grpc.aio.ServicerContext[Any, Any]
SUBSCRIBERS_PAGE = 100


class QuestionServicer(questions_pb2_grpc.QuestionServiceServicer):
    """Answers boss.accounts.v1.QuestionService."""

    def __init__(self, desks: Callable[[], Desk], clock: Clock, guessing: Guessing) -> None:
        self._guessing = guessing
        self._desks = desks
        self._clock = clock

    @override
    async def ReadFacts(
        self, request: questions_pb2.ReadFactsRequest, context: Context
    ) -> questions_pb2.ReadFactsResponse:
        must_be_readable(request)
        asked = FactsAsked(
            subscriber_id=request.subscriber_id,
            customer_ids=request.customer_ids,
            msisdns=request.msisdns,
            iccids=request.iccids,
            proof_ids=request.proof_ids,
        )
        return facts_message(await read_facts(asked, asker=asker(), desk=self._desks()))

    @override
    async def GetCustomer(
        self, request: questions_pb2.GetCustomerRequest, context: Context
    ) -> questions_pb2.GetCustomerResponse:
        must_be_readable(request)
        desk, who = self._desks(), asker()
        if not request.reason:
            known = await read_customer(request.id, asker=who, desk=desk)
            return questions_pb2.GetCustomerResponse(customer=masked_customer(known))
        known = await read_customer_in_full(
            request.id, reason=request.reason, asker=who, desk=desk, now=self._clock.now()
        )
        return questions_pb2.GetCustomerResponse(customer=customer_in_full(known))

    @override
    async def ListCustomers(
        self, request: questions_pb2.ListCustomersRequest, context: Context
    ) -> questions_pb2.ListCustomersResponse:
        must_be_readable(request)
        desk, page = self._desks(), page_of(request.offset, request.limit)
        if request.paper_type or request.paper_number:
            paper = IdentityPaper.read(request.paper_type, request.paper_number)
            found = await self._by_paper(paper, desk=desk)
            total = len(found)
        else:
            found, total = await list_customers(page, asker=asker(), desk=desk)
        customers = [masked_customer(one) for one in found]
        return questions_pb2.ListCustomersResponse(customers=customers, total=total)

    async def _by_paper(self, paper: IdentityPaper, *, desk: Desk) -> Sequence[KnownCustomer]:
        """Find who registered with a paper; raises `PAPER_LOCKED` after too many in vain."""
        # Who may not look anybody up at all has not tried anything.
        asker().must_work_here()
        guess = Guess(Kind.PAPER, current_caller(), field="paper_number")
        now = self._clock.now()
        await self._guessing.count(guess, now=now, tell=telling(self._desks, now=now))
        found = await find_by_paper(paper, asker=asker(), desk=desk)
        if found:
            await self._guessing.uncount(guess, now=now)
        return found

    @override
    async def GetSubscriber(
        self, request: questions_pb2.GetSubscriberRequest, context: Context
    ) -> questions_pb2.GetSubscriberResponse:
        must_be_readable(request)
        key = subscriber_key(request)
        found = await read_subscriber(key, asker=asker(), desk=self._desks())
        return questions_pb2.GetSubscriberResponse(subscriber=subscriber_message(found))

    @override
    async def ListSubscribers(
        self, request: questions_pb2.ListSubscribersRequest, context: Context
    ) -> questions_pb2.ListSubscribersResponse:
        must_be_readable(request)
        found = await list_subscribers(
            customer_id=request.customer_id,
            after_id=request.after_id,
            limit=limit_of(request.limit, usual=SUBSCRIBERS_PAGE),
            asker=asker(),
            desk=self._desks(),
        )
        subscribers = [subscriber_message(one) for one in found]
        return questions_pb2.ListSubscribersResponse(subscribers=subscribers)

    @override
    async def ListNumbers(
        self, request: questions_pb2.ListNumbersRequest, context: Context
    ) -> questions_pb2.ListNumbersResponse:
        must_be_readable(request)
        page = page_of(request.offset, request.limit)
        found, total = await list_numbers(
            page, state=request.state, prefix=request.prefix, desk=self._desks()
        )
        numbers = [number_message(one) for one in found]
        return questions_pb2.ListNumbersResponse(numbers=numbers, total=total)

    @override
    async def ListSimCards(
        self, request: questions_pb2.ListSimCardsRequest, context: Context
    ) -> questions_pb2.ListSimCardsResponse:
        must_be_readable(request)
        page = page_of(request.offset, request.limit)
        found, total = await list_sim_cards(
            page, state=request.state, asker=asker(), desk=self._desks()
        )
        cards = [card_message(one) for one in found]
        return questions_pb2.ListSimCardsResponse(sim_cards=cards, total=total)

    @override
    async def CheckListProof(
        self, request: questions_pb2.CheckListProofRequest, context: Context
    ) -> questions_pb2.CheckListProofResponse:
        must_be_readable(request)
        proof = await check_list_proof(
            request.proof_id,
            customer_id=request.customer_id,
            asker=asker(),
            desk=self._desks(),
            now=self._clock.now(),
        )
        return questions_pb2.CheckListProofResponse(proof=proof_message(proof))

    @override
    async def ListAudit(
        self, request: questions_pb2.ListAuditRequest, context: Context
    ) -> questions_pb2.ListAuditResponse:
        must_be_readable(request)
        found = await list_audit(
            actor=request.actor,
            object_id=request.object_id,
            limit=limit_of(request.limit, usual=SUBSCRIBERS_PAGE),
            asker=asker(),
            desk=self._desks(),
        )
        return questions_pb2.ListAuditResponse(entries=[audit_message(one) for one in found])
