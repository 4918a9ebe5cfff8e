"""Rated records as TMF635 shows them, and what a use consists of."""

from collections.abc import Mapping
from typing import Any

from boss.billing.v1.questions_pb2 import RatedUsage
from gateway.records.units import UNITS
from gateway.rest.request.amounts import shown_exactly


def shown(usage: RatedUsage, *, customer: str) -> dict[str, Any]:
    """Show a record as TMF635 does; prices include the tax."""
    return {
        "id": usage.record_id,
        "href": f"{BASE}/usage/{usage.record_id}",
        "@type": "Usage",
        "description": f"{usage.kind} ({_where(usage)})",
        "usageDate": usage.started_at.ToJsonString(),
        "usageType": usage.kind,
        "status": "rerated" if usage.differences else "rated",
        "usageSpecification": specification_ref(usage.kind),
        "usageCharacteristic": characteristics(usage),
        "ratedProductUsage": [
            {
                "@type": "RatedProductUsage",
                "usageRatingTag": "included usage" if usage.allowance_used else "usage",
                "ratingAmountType": "Total",
                "ratingDate": usage.rated_at.ToJsonString(),
                "isBilled": False,
                "isTaxExempt": False,
                "taxIncludedRatingAmount": shown_exactly(usage.charged_millifen),
                "productRef": {
                    "id": usage.subscriber_id,
                    "href": f"/v1/subscribers/{usage.subscriber_id}",
                    "@referredType": "Product",
                },
            }
        ],
        "relatedParty": [{"id": customer, "role": "customer", "@referredType": "Customer"}],
    }


def characteristics(usage: RatedUsage) -> list[dict[str, Any]]:
    """Show the record itself, and the way from it to its charge."""
    said: dict[str, str | int] = {
        "msisdn": usage.msisdn,
        "peer": usage.peer,
        "quantity": usage.quantity,
        "unit": UNITS.get(usage.kind, usage.kind),
        "roamType": usage.roam_type,
        **_abroad(usage),
        "derivation": usage.derivation,
    }
    return [
        {"name": name, "valueType": "number" if name == "quantity" else "string", "value": value}
        for name, value in said.items()
    ]


def _where(usage: RatedUsage) -> str:
    country = usage.visited_country
    return f"{usage.roam_type}, {country}" if country else usage.roam_type


def _abroad(usage: RatedUsage) -> dict[str, str]:
    """Return the network that served somebody abroad and its country, as far as they are known."""
    said = {"visitedPlmn": usage.visited_plmn, "visitedCountry": usage.visited_country}
    return {name: value for name, value in said.items() if value}


BASE = "/tmf-api/usageManagement/v4"


RESOURCE = f"{BASE}/usageSpecification"


CHARACTERISTICS: Mapping[str, str] = {
    "msisdn": "string",
    "peer": "string",
    "quantity": "number",
    "unit": "string",
    "roamType": "string",
    "visitedPlmn": "string",
    "visitedCountry": "string",
    "derivation": "string",
}
"""What is told of every use, by its kind of value."""


NAMES: Mapping[str, str] = {
    "voice": "Call",
    "sms": "Text message",
    "mms": "Multimedia message",
    "data": "Data",
}


def specification_ref(kind: str) -> dict[str, str]:
    """Refer to the specification of a kind of use."""
    return {
        "id": kind,
        "href": f"{RESOURCE}/{kind}",
        "name": NAMES.get(kind, kind),
        "@referredType": "UsageSpecification",
    }


def specification(kind: str) -> dict[str, Any]:
    return {
        "id": kind,
        "href": f"{RESOURCE}/{kind}",
        "@type": "UsageSpecification",
        "name": NAMES[kind],
        "description": f"Its quantity is counted by the {UNITS[kind]}.",
        "version": "1",
        "lifecycleStatus": "Active",
        "isBundle": False,
        "specCharacteristic": [
            {"name": name, "valueType": value_type, "configurable": False}
            for name, value_type in CHARACTERISTICS.items()
        ],
    }
