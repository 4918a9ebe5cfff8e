"""The OpenAPI 3.1 document of the REST door, made from its table of paths."""

import inspect
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from gateway.rest.door.api import Apis
from gateway.rest.door.path import Heading, Path
from gateway.rest.reference.path_answers import good_answers, refusals
from gateway.rest.reference.shapes import ERROR as ERROR_SHAPE
from gateway.rest.reference.sketches import sketch

REPEATABLE = {
    "name": "Idempotency-Key",
    "in": "header",
    "schema": {"type": "string", "minLength": 1, "maxLength": 200},
    "description": "The same key with the same content is done once and answered the same.",
}
GOOD = {
    200: "Done.",
    201: "Done.",
    202: "Taken, and not done yet: it goes on by itself, or a second person decides.",
    206: "A part of the list; X-Total-Count tells how many there are, where that is known.",
}
ERROR = {
    "description": "Refused; code and field say why (TMF630).",
    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}},
}


def document(apis: Apis) -> dict[str, Any]:
    """Return the whole document."""
    reference = Reference({"Error": ERROR_SHAPE, **apis.schemas}, apis.examples)
    told: dict[str, dict[str, Any]] = {}
    headings: dict[str, Heading] = {}
    for path, heading in apis.operations:
        headings[heading.name] = heading
        told.setdefault(path.path, {})[path.method.lower()] = reference.operation(path, heading)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Kaitong",
            "version": "1",
            "description": "A mobile operator, from the counter to the network. Amounts under "
            "/v1 are whole fen (an object with `currency` and, as text, `minor` where a service's "
            "own message is shown: offerings, postings, what was asked of an order), under "
            "/tmf-api exact yuan. Read with a token of your issuer; "
            "`make run` signs one: `bossctl token --role clerk`.",
        },
        "security": [{"token": []}],
        "tags": [heading.shown for heading in headings.values()],
        "paths": told,
        "components": {
            "securitySchemes": {
                "token": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}
            },
            "schemas": reference.shapes,
        },
    }


@dataclass(frozen=True, slots=True)
class Reference:
    """Tells of one operation after the other, with shapes and examples from one place each."""

    shapes: Mapping[str, Any]
    examples: Mapping[str, Any]

    def operation(self, path: Path, heading: Heading) -> dict[str, Any]:
        """Return one operation."""
        told: dict[str, Any] = {
            "operationId": f"{path.method.lower()}{re.sub(r'[^A-Za-z0-9]+', '_', path.path)}",
            "tags": [heading.name],
            "summary": path.summary,
            "description": _about(path),
            "parameters": _parameters(path),
            "responses": self._responses(path),
        }
        if path.caller:
            told["security"] = []
        if path.takes:
            example = self.examples[path.takes]
            told["requestBody"] = {"required": True, **_content("", path.takes, example)}
        return told

    def _responses(self, path: Path) -> dict[str, Any]:
        """Return every status it answers with, as it does."""
        good = {str(status): self._good(path, status) for status in good_answers(path)}
        refused = {str(status): ERROR for status in refusals(path)}
        return {**good, **refused, "default": ERROR}

    def _good(self, path: Path, status: int) -> dict[str, Any]:
        schema = path.gives_waiting if status == 202 and path.gives_waiting else path.gives
        shown = sketch(self.shapes[schema], self.shapes) if schema else None
        return _content(GOOD[status], schema, shown)


def _parameters(path: Path) -> list[Mapping[str, Any]]:
    names = re.findall(r"{(\w+)}", path.path)
    parameters: list[Mapping[str, Any]] = [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
        for name in names
    ]
    parameters += [
        {"name": name, "in": "query", "required": False, "schema": {"type": "string"}}
        for name in dict.fromkeys((*path.asks, *path.filters))
    ]
    if path.method in {"POST", "PATCH"}:
        parameters.append(REPEATABLE)
    return parameters


def _about(path: Path) -> str:
    """Return what an operation does, in the words of who answers it, and who may ask."""
    words = " ".join((inspect.getdoc(path.answer) or path.summary).split())
    ended = words if words.endswith((".", "!", "?")) else f"{words}."
    return f"{ended}\n\nRoles: {', '.join(sorted(path.act.roles))}."


def _content(description: str, schema: str, example: Any) -> dict[str, Any]:
    shape: Mapping[str, Any] = {"$ref": f"#/components/schemas/{schema}"} if schema else {}
    shown = {} if example is None else {"example": example}
    told: dict[str, Any] = {"content": {"application/json": {"schema": shape, **shown}}}
    return {"description": description, **told} if description else told
