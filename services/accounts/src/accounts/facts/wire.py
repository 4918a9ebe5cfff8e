"""What an order is about, in protobuf."""

from datetime import date

from accounts.customers.domain.ages import Ages
from accounts.customers.domain.customer import KnownCustomer
from accounts.customers.wire import masked_customer
from accounts.facts.ports import Facts, FactsQuery
from accounts.proofs.wire import proof_message
from accounts.stock.wire import card_message, number_message
from accounts.subscribers.wire import subscriber_message
from boss.accounts.v1 import questions_pb2


def query_of(request: questions_pb2.ReadFactsRequest) -> FactsQuery:
    return FactsQuery(
        subscriber_id=request.subscriber_id,
        customer_ids=request.customer_ids,
        msisdns=request.msisdns,
        iccids=request.iccids,
        proof_ids=request.proof_ids,
    )


def facts_message(facts: Facts, *, ages: Ages, today: date) -> questions_pb2.ReadFactsResponse:
    return questions_pb2.ReadFactsResponse(
        subscriber=subscriber_message(facts.subscriber) if facts.subscriber else None,
        customers=[_customer(known, ages, today) for known in facts.customers],
        numbers=[number_message(number) for number in facts.numbers],
        sim_cards=[card_message(card) for card in facts.cards],
        proofs=[proof_message(proof) for proof in facts.proofs],
    )


def _customer(known: KnownCustomer, ages: Ages, today: date) -> questions_pb2.Customer:
    message, paper = masked_customer(known), known.customer.paper
    message.needs_guardian = ages.needs_guardian(paper, on=today)
    message.is_minor = ages.is_minor(paper, on=today)
    return message
