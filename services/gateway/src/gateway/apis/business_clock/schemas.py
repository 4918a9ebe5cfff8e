"""Shapes of this API for the OpenAPI document."""

from collections.abc import Mapping
from typing import Any

from gateway.rest.reference.shapes import TEXT, object_of

SCHEMAS: Mapping[str, Any] = {
    "ClockMove": object_of("to", to={**TEXT, "format": "date-time"}),
}

EXAMPLES: Mapping[str, Any] = {
    "ClockMove": {"to": "2027-01-01T00:00:00+08:00"},
}
"""A body of each shape that is taken; a test sends every one."""
