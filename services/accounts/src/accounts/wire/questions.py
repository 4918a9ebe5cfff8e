"""What accounts answers, in protobuf; names and papers masked unless asked in full."""

from accounts.domain.audit import KeptEntry
from accounts.domain.customer import KnownCustomer
from accounts.domain.phone_number import PhoneNumber
from accounts.domain.proof import Proof
from accounts.domain.sim_card import SimCard
from accounts.domain.subscriber import Subscriber, voluntary_stop
from accounts.usecases.ports import Facts
from accounts.wire.values import stop_message
from boss.accounts.v1 import questions_pb2
from kernel.masking import mask_msisdn, mask_name, mask_paper
from runtime.rpc.timestamps import timestamp

LONGEST_MASKED_ADDRESS = 6
"""Characters of an address that are shown: no further than the district (domain 10.3)."""


def masked_customer(known: KnownCustomer) -> questions_pb2.Customer:
    """Show a customer as anybody may see them."""
    message = customer_in_full(known)
    message.name = mask_name(message.name)
    message.family_name = mask_name(message.family_name)
    message.given_name = "*" * len(message.given_name)
    message.paper_number = mask_paper(message.paper_number)
    message.contact_phone = mask_msisdn(message.contact_phone) if message.contact_phone else ""
    message.address = f"{message.address[:LONGEST_MASKED_ADDRESS]}***" if message.address else ""
    return message


def customer_in_full(known: KnownCustomer) -> questions_pb2.Customer:
    customer = known.customer
    until = customer.paper_valid_until
    return questions_pb2.Customer(
        id=customer.id,
        name=customer.person.name,
        paper_type=customer.paper.type.value,
        paper_number=customer.paper.number,
        paper_valid_until=until.isoformat() if until else "",
        real_name_checked=customer.real_name_checked,
        numbers=known.numbers,
        blacklisted=customer.blacklisted,
        contact_phone=customer.person.contact_phone,
        address=customer.person.address,
        version=customer.version,
        registered_at=timestamp(customer.registered_at),
        segment=customer.market.segment,
        region=customer.market.region,
        family_name=customer.person.family_name,
        given_name=customer.person.given_name,
    )


def subscriber_message(subscriber: Subscriber) -> questions_pb2.Subscriber:
    voluntary = voluntary_stop(subscriber)
    since = min((kept.since for kept in subscriber.in_force), default=None)
    return questions_pb2.Subscriber(
        id=subscriber.id,
        msisdn=subscriber.number.msisdn.value,
        iccid=subscriber.card.iccid.value,
        imsi=subscriber.card.imsi.value,
        holder_id=subscriber.holder_id,
        state=subscriber.state,
        stops=[stop_message(stop) for stop in sorted(subscriber.stops)],
        offering=subscriber.offering,
        sim_since=timestamp(subscriber.sim_since),
        activated_at=timestamp(subscriber.activated_at),
        terminated_at=timestamp(subscriber.terminated_at),
        suspended_until=timestamp(voluntary.until) if voluntary else None,
        suspended_since=timestamp(voluntary.since if voluntary else since),
        version=subscriber.version,
    )


def number_message(number: PhoneNumber) -> questions_pb2.PhoneNumber:
    return questions_pb2.PhoneNumber(
        msisdn=number.msisdn.value,
        state=number.state.value,
        quarantined_until=timestamp(number.quarantined_until),
        recycled=number.recycled,
        reserved_for_order=number.reserved_for_order,
    )


def card_message(card: SimCard) -> questions_pb2.SimCard:
    return questions_pb2.SimCard(
        iccid=card.iccid.value,
        imsi=card.imsi.value,
        state=card.state.value,
        reserved_for_order=card.reserved_for_order,
    )


def proof_message(proof: Proof) -> questions_pb2.Proof:
    return questions_pb2.Proof(
        id=proof.id,
        customer_id=proof.customer_id,
        kinds=sorted(proof.checks),
        channel=proof.channel,
        checked_at=timestamp(proof.checked_at),
        valid_until=timestamp(proof.valid_until),
        used_by_order=proof.used_by_order,
    )


def facts_message(facts: Facts) -> questions_pb2.ReadFactsResponse:
    return questions_pb2.ReadFactsResponse(
        subscriber=subscriber_message(facts.subscriber) if facts.subscriber else None,
        customers=[masked_customer(one) for one in facts.customers],
        numbers=[number_message(one) for one in facts.numbers],
        sim_cards=[card_message(one) for one in facts.cards],
        proofs=[proof_message(one) for one in facts.proofs],
    )


def audit_message(kept: KeptEntry) -> questions_pb2.AuditEntry:
    entry = kept.entry
    return questions_pb2.AuditEntry(
        id=kept.id,
        actor=entry.actor,
        channel=entry.channel,
        action=entry.action,
        object_id=entry.object_id,
        reason=entry.reason,
        outcome=entry.outcome,
        at=timestamp(entry.at),
    )
