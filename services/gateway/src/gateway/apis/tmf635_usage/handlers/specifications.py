"""What a use consists of (TMF635 v4): a specification for each kind the network tells of."""

from collections.abc import Mapping
from typing import Any

from starlette.responses import Response

from gateway.apis.tmf620_product_catalog.mapping.things import UNITS
from gateway.rest.grammar.exact_json import ExactResponse
from gateway.rest.lists.filters import filtered
from gateway.rest.request.asking import Asking, chosen
from kernel.errors import NotFound

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


async def list_specifications(asking: Asking) -> Response:
    return filtered([_specification(kind) for kind in UNITS], asking)


async def read_specification(asking: Asking) -> Response:
    kind = asking.path("id")
    if kind not in UNITS:
        raise NotFound("RESOURCE_NOT_FOUND", "There is no use of this kind.", field="id")
    return ExactResponse(chosen(_specification(kind), fields=asking.asked("fields")))


def specification_ref(kind: str) -> dict[str, str]:
    """Refer to the specification of a kind of use."""
    return {
        "id": kind,
        "href": f"{RESOURCE}/{kind}",
        "name": NAMES.get(kind, kind),
        "@referredType": "UsageSpecification",
    }


def _specification(kind: str) -> dict[str, Any]:
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
