"""Orders that an appointment asked for, and what becomes of it where they do not end as it wanted.

What is due once is not forgotten: its thing has moved on, or a person decides.
"""

from dataclasses import dataclass

from orders.ordering.domain.lifecycle import OrderAct, OrderState
from orders.ordering.domain.order import Order
from orders.ordering.domain.values import SubscriberId

TERM_END = "voluntary_term_end"
"""The term of a suspension that was asked for is over; its version is the order that began it."""
SUSPENDING = ("voluntary_suspension", "voluntary_resumption", "suspension_term_end", "termination")
"""After any of these, an earlier suspension is not the one in force."""
MOVED_ON = frozenset({"STATE_NOT_ALLOWED", "TERM_NOT_OVER", "NO_SUCH_SUBSCRIBER"})
"""Codes that say that what was due is done, undone, or not due any more."""
_MISSED = frozenset({OrderState.REJECTED, OrderState.FAILED, OrderState.CANCELLED})


@dataclass(frozen=True, slots=True)
class Missed:
    """An appointment whose order has ended without what it wanted."""

    timer: str
    key: str
    refusal: str


def key_of(subscriber: SubscriberId, suspension: str) -> str:
    """Return the key of the timer at the end of a suspension's term."""
    return f"{subscriber}/{suspension}"


def missed_by(order: Order) -> Missed | None:
    """Return what this order, which has just ended, leaves for a person to decide; mostly nothing.

    What replaces a waiting order of its kind does what that one would have done.
    """
    if order.origin.opener != TERM_END or order.state not in _MISSED:
        return None
    if order.refused_with in MOVED_ON or order.passed[-1].act is OrderAct.REPLACED:
        return None
    why = order.refused_with or order.passed[-1].act.value
    key = key_of(order.subscriber, getattr(order.request, "suspension", ""))
    return Missed(TERM_END, key, f"{why} {order.sentence}".strip())
