"""Shapes of this API for the OpenAPI document, after TM Forum's TMF632."""

from collections.abc import Mapping
from typing import Any

from gateway.records.examples import PERSON
from gateway.records.schemas import INDIVIDUAL
from gateway.rest.reference.shapes import list_of, ref

SCHEMAS: Mapping[str, Any] = {
    "Individual": INDIVIDUAL,
    "Individuals": list_of(ref("Individual")),
}

EXAMPLES: Mapping[str, Any] = {
    "Individual": PERSON,
}
"""A body of each shape that is taken; a test sends every one."""
