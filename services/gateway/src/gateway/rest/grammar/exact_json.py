"""JSON whose decimals are written as they are: amounts never pass through a float."""

import json
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from starlette.responses import JSONResponse
from typing_extensions import override

from gateway.rest.grammar.field_names import SaidHere


class ExactResponse(JSONResponse):
    """An answer that may hold decimals."""

    @override
    def render(self, content: Any) -> bytes:
        return written(content).encode()


def written(value: Any) -> str:
    """Return the JSON text of a value."""
    match value:
        case Decimal():
            return format(value, "f")
        case dict():
            return (
                "{" + ",".join(f"{_text(name)}:{written(of)}" for name, of in value.items()) + "}"
            )
        case list() | tuple():
            return "[" + ",".join(map(written, value)) + "]"
        case _:
            return _text(value)


def read_plainly(content: bytes) -> Any:
    """Return what a JSON text says; raises as `read_exactly` does."""
    return json.loads(content, parse_constant=_no_number, object_pairs_hook=object_of)


def read_exactly(content: bytes) -> Any:
    """Return what a JSON text says, its numbers exact; raises `ValueError` where it is none."""
    try:
        return json.loads(
            content,
            parse_float=Decimal,
            parse_constant=_no_number,
            object_pairs_hook=object_of,
        )
    except ArithmeticError as error:
        raise ValueError("a number is too large") from error


def object_of(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    """Return an object; raises `FIELD_NOT_VALID` for a name said twice: which one was meant?"""
    said: dict[str, Any] = {}
    for name, value in pairs:
        if name in said:
            raise SaidHere("FIELD_NOT_VALID", f"{name} is said twice.", field=name)
        said[name] = value
    return said


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def _no_number(said: str) -> Any:
    raise ValueError(f"{said} is no number")
