"""Shapes many bodies have, as JSON Schema: texts, moments, amounts, references."""

from collections.abc import Mapping
from typing import Any

TEXT = {"type": "string"}

FEN: Mapping[str, Any] = {"type": "integer", "description": "fen, 1/100 yuan"}

POSITIVE_FEN: Mapping[str, Any] = {
    "type": "integer",
    "minimum": 1,
    "description": "fen, 1/100 yuan",
}

MOMENT = {"type": "string", "format": "date-time"}

YUAN = {"type": "number", "description": "yuan, exact: never more decimals than are meant"}


def object_of(*required: str, **properties: Any) -> dict[str, Any]:
    """Return the shape of an object with these properties, of which some are required."""
    return {"type": "object", "required": list(required), "properties": properties}


def list_of(shape: Any) -> dict[str, Any]:
    """Return the shape of a list of such."""
    return {"type": "array", "items": shape}


def ref(name: str) -> dict[str, Any]:
    """Return where the shape of this name is told."""
    return {"$ref": f"#/components/schemas/{name}"}


REFERENCE = object_of("id", id=TEXT, href=TEXT, name=TEXT)

MONEY = object_of("unit", "value", unit={"const": "CNY"}, value=YUAN)

QUANTITY = object_of("amount", "units", amount=YUAN, units={"const": "CNY"})

LEFT = object_of(
    "amount",
    "units",
    amount=YUAN,
    units={**TEXT, "description": "CNY, or what an allowance is counted in"},
)

PERIOD = object_of(startDateTime=MOMENT, endDateTime=MOMENT)

PARTY = object_of("id", id=TEXT, role=TEXT)

CHANNEL = object_of(id=TEXT, name=TEXT)

ERROR = object_of("code", "reason", code=TEXT, reason=TEXT, message=TEXT, status=TEXT, field=TEXT)
"""Of whatever is refused (TMF630)."""
