"""What may stand in a request, and how long its caller waits."""

import hashlib

from kernel.errors import Invalid
from orders.ordering.wire.mapper import text
from runtime.rpc.deadline import seconds_left


def worded(value: str, field: str, *, may_be_empty: bool = False) -> str:
    """Return a text as it was sent; raise `FIELD_MISSING` or `FIELD_NOT_VALID`."""
    if not value and not may_be_empty:
        raise Invalid("FIELD_MISSING", f"{field} is missing.", field=field)
    try:
        return text(value)
    except ValueError as error:
        raise Invalid("FIELD_NOT_VALID", f"{field} is not valid.", field=field) from error


def digest(content: bytes) -> str:
    """Return what tells one content from another under the same request id."""
    return hashlib.sha256(content).hexdigest()


def patience(margin: float, *, longest: float) -> float:
    """Return the seconds after which whoever waits gets the answer there is."""
    left = seconds_left()
    return max((longest if left is None else min(left, longest)) - margin, 0.0)
