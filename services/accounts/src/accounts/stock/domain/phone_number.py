"""A telephone number in stock, in use, or resting after its subscriber left (rules 4.2)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from kernel.errors import Refusal
from kernel.lifecycle import Lifecycle
from kernel.numbering import Msisdn

QUARANTINE = timedelta(days=90)
"""How long a number rests (rules 1.6)."""
QUARANTINE_ENDS = "number_quarantine"
"""The timer that ends a rest; its key is the MSISDN."""


class NumberState(StrEnum):
    AVAILABLE = "available"
    RESERVED = "reserved"
    IN_USE = "in_use"
    QUARANTINED = "quarantined"


class NumberAct(StrEnum):
    RESERVE = "reserve"
    RELEASE = "release"
    ASSIGN = "assign"
    REST = "rest"
    RETURN = "return"


NUMBER = Lifecycle(
    name="number",
    states=NumberState,
    starts=frozenset({NumberState.AVAILABLE}),
    moves={
        (NumberState.AVAILABLE, NumberAct.RESERVE): NumberState.RESERVED,
        (NumberState.RESERVED, NumberAct.RELEASE): NumberState.AVAILABLE,
        (NumberState.RESERVED, NumberAct.ASSIGN): NumberState.IN_USE,
        (NumberState.IN_USE, NumberAct.REST): NumberState.QUARANTINED,
        (NumberState.QUARANTINED, NumberAct.RETURN): NumberState.AVAILABLE,
    },
    ends=frozenset(),
)


@dataclass(frozen=True, slots=True)
class PhoneNumber:
    """A number; `recycled`: somebody else had it before (二次号)."""

    msisdn: Msisdn
    state: NumberState = NumberState.AVAILABLE
    reserved_for_order: str = ""
    quarantined_until: datetime | None = None
    recycled: bool = False

    def reserved_for(self, order_id: str) -> PhoneNumber:
        """Hold it for an order; raises `NUMBER_NOT_AVAILABLE`."""
        if self.state is not NumberState.AVAILABLE:
            raise Refusal("NUMBER_NOT_AVAILABLE", "This number is not free.")
        state = NUMBER.after(self.state, NumberAct.RESERVE)
        return replace(self, state=state, reserved_for_order=order_id)

    def is_held_for(self, order_id: str) -> bool:
        return self.state is NumberState.RESERVED and self.reserved_for_order == order_id

    def released(self) -> PhoneNumber:
        """Give it back to the stock; raises `STATE_NOT_ALLOWED` unless it is reserved."""
        state = NUMBER.after(self.state, NumberAct.RELEASE)
        return replace(self, state=state, reserved_for_order="")

    def assigned(self) -> PhoneNumber:
        """Put it in use; raises `STATE_NOT_ALLOWED` unless it is reserved."""
        state = NUMBER.after(self.state, NumberAct.ASSIGN)
        return replace(self, state=state, reserved_for_order="")

    def resting(self, *, since: datetime) -> PhoneNumber:
        """Let it rest for 90 days; raises `STATE_NOT_ALLOWED` unless it is in use."""
        state = NUMBER.after(self.state, NumberAct.REST)
        return replace(self, state=state, quarantined_until=since + QUARANTINE)

    def returned(self) -> PhoneNumber:
        """Offer it again after its rest; raises `STATE_NOT_ALLOWED` unless it rests."""
        state = NUMBER.after(self.state, NumberAct.RETURN)
        return replace(self, state=state, quarantined_until=None, recycled=True)
