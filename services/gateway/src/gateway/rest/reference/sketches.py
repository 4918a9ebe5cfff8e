"""What is answered, in outline: an example made from a shape, so that the two never differ."""

from collections.abc import Mapping
from typing import Any

ID = "0193e5c2-7a10-7c3e-9f52-3b1f0c9d7a01"
MOMENT = "2026-12-01T09:30:00+08:00"
DAY = "2026-12-31"
AS_NAMED: Mapping[str, Any] = {
    "id": ID,
    "href": f"https://operator.example/…/{ID}",
    "msisdn": "8613900100000",
    "reason": "what a person wrote",
    "units": "CNY",
    "validUntil": DAY,
}
"""Texts that are told by the name of their attribute."""
REFERENCE = "#/components/schemas/"
PLAIN: Mapping[str, Any] = {"integer": 5000, "number": 50, "boolean": True, "string": "…"}


def sketch(shape: Mapping[str, Any], shapes: Mapping[str, Any], *, named: str = "") -> Any:
    """Return a value of this shape; references lead into `shapes`."""
    if reference := shape.get("$ref"):
        return sketch(shapes[reference.removeprefix(REFERENCE)], shapes, named=named)
    for word in ("const", "enum", "examples"):
        if word in shape:
            return shape[word] if word == "const" else shape[word][0]
    return _of_type(shape, shapes, named)


def _of_type(shape: Mapping[str, Any], shapes: Mapping[str, Any], named: str) -> Any:
    match shape.get("type"):
        case "object":
            inner = shape.get("properties", {}).items()
            return {name: sketch(one, shapes, named=name) for name, one in inner}
        case "array":
            return [sketch(shape["items"], shapes, named=named)]
        case "string" if shape.get("format") == "date-time":
            return MOMENT
        case "string":
            return AS_NAMED.get(named, named or PLAIN["string"])
        case str(kind):
            return PLAIN[kind]
    return "…"
