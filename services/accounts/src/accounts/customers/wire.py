"""Customers in protobuf; names and papers masked unless asked in full."""

from accounts.customers.domain.customer import (
    KnownCustomer,
    Market,
    Person,
    read_capture,
    read_day,
    read_standing,
)
from accounts.customers.domain.events import CustomerChanged
from accounts.customers.domain.identity_paper import IdentityPaper
from accounts.customers.domain.plausible import Birth, gender_of, read_gender
from accounts.customers.usecases.classify_customer import Classification
from accounts.customers.usecases.register_customer import Registration
from boss import topics
from boss.accounts.v1 import commands_pb2, events_pb2, questions_pb2
from kernel.masking import mask_msisdn, mask_name, mask_paper
from runtime.messaging.outbox import Outgoing
from runtime.rpc.timestamps import timestamp

LONGEST_MASKED_ADDRESS = 6
"""Characters of an address that are shown: no further than the district (rules 10.3)."""


def registration_of(request: commands_pb2.RegisterCustomerRequest) -> Registration:
    """Read who is registered; raises `ID_TYPE_NOT_ALLOWED` or `Invalid` with the field."""
    return Registration(
        person=Person(
            request.name,
            request.contact_phone,
            request.address,
            request.family_name,
            request.given_name,
        ),
        paper=IdentityPaper.read(request.paper_type, request.paper_number),
        valid_from=read_day(request.paper_valid_from, field="paper_valid_from"),
        valid_until=read_day(request.paper_valid_until),
        captured_by=read_capture(request.captured_by),
        market=Market(request.segment, request.region),
        birth=Birth(read_day(request.birth_date, field="birth_date"), read_gender(request.gender)),
    )


def classification_of(request: commands_pb2.ClassifyCustomerRequest) -> Classification:
    return Classification(
        customer_id=request.customer_id,
        segment=request.segment if request.HasField("segment") else None,
        region=request.region if request.HasField("region") else None,
        reason=request.reason,
        standing=read_standing(request.standing),
    )


def masked_customer(known: KnownCustomer) -> questions_pb2.Customer:
    """Show a customer as anybody may see them."""
    message = customer_in_full(known)
    message.name = mask_name(message.name)
    message.family_name = mask_name(message.family_name)
    message.given_name = "*" * len(message.given_name)
    message.paper_number = mask_paper(message.paper_number)
    message.ClearField("birth_date")
    message.ClearField("gender")
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
        birth_date=customer.paper.born.isoformat() if customer.paper.born else "",
        gender=gender_of(customer.paper) or "",
    )


def customer_changed(event: CustomerChanged) -> Outgoing:
    customer = event.customer
    message = events_pb2.CustomerChanged(
        customer_id=customer.id,
        version=customer.version,
        what=event.what.value,
        occurred_at=timestamp(event.at),
        segment=customer.market.segment,
        region=customer.market.region,
    )
    return Outgoing(topics.CUSTOMER_CHANGED, customer.id, message)
