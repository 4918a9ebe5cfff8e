"""Who asks, and what may stand in a request: read where calls come in."""

import hashlib

from kernel.caller import SYSTEM
from kernel.errors import Invalid
from orders.ordering.domain.admission import Visitor
from orders.ordering.domain.values import CustomerId
from orders.ordering.wire.mapper import text
from runtime.rpc.calling import current_caller
from runtime.rpc.deadline import seconds_left


def visitor() -> Visitor:
    """Return who asks, from the verified token; never from the body."""
    actor = current_caller()
    return Visitor(
        id=actor.id,
        channel=actor.channel,
        customer=CustomerId(actor.customer_id) if actor.customer_id else None,
        staff=actor.staff or actor == SYSTEM,
        roles=actor.roles,
    )


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
    """Return the seconds after which the one who asked gets the answer there is."""
    left = seconds_left()
    return max((longest if left is None else min(left, longest)) - margin, 0.0)
