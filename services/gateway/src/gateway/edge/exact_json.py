"""JSON whose decimals are written as they are: amounts never pass through a float."""

import json
from decimal import Decimal
from typing import Any

from starlette.responses import JSONResponse
from typing_extensions import override


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


def read_exactly(content: bytes) -> Any:
    """Return what a JSON text says, its numbers exact; raises `ValueError` where it is none."""
    try:
        return json.loads(content, parse_float=Decimal, parse_constant=_no_number)
    except ArithmeticError as error:
        raise ValueError("a number is too large") from error


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def _no_number(said: str) -> Any:
    raise ValueError(f"{said} is no number")
