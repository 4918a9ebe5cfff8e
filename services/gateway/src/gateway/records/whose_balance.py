"""Whose balance a body of TMF654 is about: it may name it in several ways."""

from collections.abc import Mapping
from typing import Any

from gateway.rest.grammar.numbers import number_typed
from gateway.rest.request.api_request import part, text
from kernel.errors import Invalid

WAYS: Mapping[str, str] = {
    "product": "subscriber_id",
    "logicalResource": "msisdn",
    "partyAccount": "account_id",
    "bucket": "account_id",
}
"""By the field that names it; an account has one bucket of money, with its own id."""


def ways_said(body: Mapping[str, Any]) -> set[tuple[str, str]]:
    """Return every way it is named in, as our field and its value; raises `FIELD_MISSING`."""
    said = {(WAYS[name], _named(body, name)) for name in WAYS if body.get(name)}
    if not said:
        sentence = f"Say for whom, by one of: {', '.join(WAYS)}."
        raise Invalid("FIELD_MISSING", sentence, field="logicalResource")
    return said


def _named(body: Mapping[str, Any], name: str) -> str:
    said = id_of(body, name)
    return number_typed(said) if WAYS[name] == "msisdn" else said


def id_of(body: Mapping[str, Any], name: str) -> str:
    """Return the id of an object, or of the only one in a list; raises `FIELD_NOT_VALID`."""
    value = body[name]
    only = value[0] if isinstance(value, list) and len(value) == 1 else value
    return text(part({name: only}, name), "id", within=f"{name}.")
