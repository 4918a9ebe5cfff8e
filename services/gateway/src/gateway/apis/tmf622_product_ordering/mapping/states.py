"""Our order states as TM Forum clients know them (TMF622 v4, state machine of ProductOrder)."""

from collections.abc import Mapping

TMF_STATES: Mapping[str, str] = {
    "waiting": "pending",
    "in_approval": "pending",
    "judging": "acknowledged",
    "preparing": "inProgress",
    "completed": "inProgress",
    "settling": "inProgress",
    "undoing": "inProgress",
    "held": "held",
    "fulfilled": "completed",
    "rejected": "rejected",
    "cancelled": "cancelled",
    "failed": "failed",
}
"""From PREPARING to SETTLING an order is *inProgress*; FULFILLED is *completed*."""

ENDS = frozenset({"fulfilled", "rejected", "cancelled", "failed"})
MOVING_AT_THE_DESK = frozenset({"waiting", "judging", "preparing", "undoing", "in_approval"})
"""The desk's work is not done yet: the answer is 202."""


KNOWN_STATES = tuple(dict.fromkeys(TMF_STATES.values()))
"""Those an order has here."""


def our_states(tmf_state: str) -> tuple[str, ...]:
    """Return our states that TM Forum clients know as this one."""
    return tuple(ours for ours, theirs in TMF_STATES.items() if theirs == tmf_state)
