"""Persons as TMF632 shows them."""

from collections.abc import Mapping
from typing import Any

from boss.accounts.v1.questions_pb2 import Customer
from gateway.records.customers import PERSONS


def as_person(customer: Customer) -> dict[str, Any]:
    """Show the person as TMF632 does; masked unless read with a reason."""
    paper = {
        "identificationType": customer.paper_type.upper(),
        "identificationId": customer.paper_number,
        "validFor": {"endDateTime": customer.paper_valid_until},
    }
    return {
        "id": customer.id,
        "href": f"{PERSONS}/{customer.id}",
        "@type": "Individual",
        "fullName": customer.name,
        **_parts_of_name(customer),
        **_birth(customer),
        "status": "validated" if customer.real_name_checked else "initialized",
        "individualIdentification": [paper],
        "contactMedium": [
            {"mediumType": "phone", "characteristic": {"phoneNumber": customer.contact_phone}},
            {"mediumType": "address", "characteristic": {"street1": customer.address}},
        ],
    }


def _parts_of_name(customer: Customer) -> Mapping[str, str]:
    """Return them where they were said apart; nobody guesses which part of a name is which."""
    parts = {"familyName": customer.family_name, "givenName": customer.given_name}
    return {name: said for name, said in parts.items() if said}


def _birth(customer: Customer) -> Mapping[str, str]:
    """Return what a citizen's number says, where it is read in full."""
    said = {"birthDate": customer.birth_date, "gender": customer.gender}
    return {name: value for name, value in said.items() if value}
