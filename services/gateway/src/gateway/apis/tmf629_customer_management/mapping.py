"""Customers as TMF629 shows them, with segment and region as it says them."""

from collections.abc import Iterable, Mapping
from typing import Any

from boss.accounts.v1.questions_pb2 import Customer
from gateway.records.customers import PERSONS
from gateway.rest.request.api_request import objects, text
from kernel.errors import Invalid

CUSTOMERS = "/tmf-api/customerManagement/v4/customer"
MARKET = ("segment", "region")
"""Characteristics that decide what is sold to somebody; codes of the catalogue's sale rules."""

STATUSES = ("active", "blacklisted", "doubted")
"""Whether somebody may open a number here; doubted: paper or name may be another's, or forged."""


def as_customer(customer: Customer) -> dict[str, Any]:
    """Show a customer as TMF629 does."""
    return {
        "id": customer.id,
        "href": f"{CUSTOMERS}/{customer.id}",
        "@type": "Customer",
        "name": customer.name,
        "status": _status_of(customer),
        "engagedParty": {
            "id": customer.id,
            "href": f"{PERSONS}/{customer.id}",
            "@referredType": "Individual",
            "name": customer.name,
        },
        "characteristic": [
            {"name": "numbers", "value": customer.numbers},
            {"name": "realNameChecked", "value": customer.real_name_checked},
            *_shown_market(customer),
        ],
    }


def said_market(body: Mapping[str, Any]) -> dict[str, str]:
    """Read segment and region where they are said; nothing as a value: of none."""
    market = {}
    for characteristic in objects(body, "characteristic"):
        name = text(characteristic, "name", within="characteristic.")
        if name not in MARKET or name in market:
            sentence = f"characteristic holds {' or '.join(MARKET)}, each once, and nothing else."
            raise Invalid("FIELD_NOT_VALID", sentence, field="characteristic")
        if "value" not in characteristic:
            sentence = "Say which, or null for none: what is left out changes nothing."
            raise Invalid("FIELD_MISSING", sentence, field="characteristic.value")
        is_of_none = characteristic["value"] == ""
        market[name] = (
            ""
            if is_of_none
            else text(characteristic, "value", needed="no", within="characteristic.")
        )
    return market


def said_status(body: Mapping[str, Any]) -> str:
    """Read the status where one is said."""
    status = text(body, "status", needed="no")
    if status and status not in STATUSES:
        raise Invalid("FIELD_NOT_VALID", f"One of {', '.join(STATUSES)}.", field="status")
    return status


def _status_of(customer: Customer) -> str:
    if customer.blacklisted:
        return "blacklisted"
    return "active" if customer.real_name_checked else "doubted"


def _shown_market(customer: Customer) -> Iterable[Mapping[str, str]]:
    said = {"segment": customer.segment, "region": customer.region}
    return ({"name": name, "value": code} for name, code in said.items() if code)
