"""A telephone number in stock, in use, resting, or at another operator (rules 4.2)."""

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
HOLD_ENDS = "number_hold"
"""The timer that ends a hold; its key is the MSISDN."""


class NumberState(StrEnum):
    AVAILABLE = "available"
    HELD = "held"
    RESERVED = "reserved"
    PRE_ASSIGNED = "pre_assigned"
    IN_USE = "in_use"
    QUARANTINED = "quarantined"
    PORTED_OUT = "ported_out"
    PORTED_IN = "ported_in"
    GONE_HOME = "gone_home"
    BLOCKED = "blocked"


class NumberAct(StrEnum):
    RESERVE = "reserve"
    RELEASE = "release"
    HOLD = "hold"
    LET_GO = "let_go"
    PRE_ASSIGN = "pre_assign"
    ASSIGN = "assign"
    REST = "rest"
    RETURN = "return"
    TAKE_BACK = "take_back"
    PORT_OUT = "port_out"
    COME_HOME = "come_home"
    PORT_IN = "port_in"
    GO_HOME = "go_home"
    BLOCK = "block"
    UNBLOCK = "unblock"


_S, _A = NumberState, NumberAct

NUMBER = Lifecycle(
    name="number",
    states=NumberState,
    # A number of another operator's comes with its customer, or went back there before.
    starts=frozenset({_S.AVAILABLE, _S.GONE_HOME}),
    moves={
        (_S.AVAILABLE, _A.RESERVE): _S.RESERVED,
        (_S.AVAILABLE, _A.HOLD): _S.HELD,
        (_S.AVAILABLE, _A.BLOCK): _S.BLOCKED,
        (_S.BLOCKED, _A.UNBLOCK): _S.AVAILABLE,
        (_S.HELD, _A.RESERVE): _S.RESERVED,
        (_S.HELD, _A.HOLD): _S.HELD,
        (_S.HELD, _A.LET_GO): _S.AVAILABLE,
        (_S.RESERVED, _A.RELEASE): _S.AVAILABLE,
        (_S.RESERVED, _A.ASSIGN): _S.IN_USE,
        (_S.RESERVED, _A.PRE_ASSIGN): _S.PRE_ASSIGNED,
        (_S.PRE_ASSIGNED, _A.ASSIGN): _S.IN_USE,
        (_S.PRE_ASSIGNED, _A.RELEASE): _S.AVAILABLE,
        (_S.IN_USE, _A.REST): _S.QUARANTINED,
        (_S.IN_USE, _A.PORT_OUT): _S.PORTED_OUT,
        (_S.QUARANTINED, _A.RETURN): _S.AVAILABLE,
        (_S.QUARANTINED, _A.TAKE_BACK): _S.IN_USE,
        # What another operator's customer gives up comes back to us, and rests (rules 10.5).
        (_S.PORTED_OUT, _A.COME_HOME): _S.QUARANTINED,
        (_S.GONE_HOME, _A.PORT_IN): _S.PORTED_IN,
        (_S.PORTED_IN, _A.GO_HOME): _S.GONE_HOME,
    },
    ends=frozenset(),
)


@dataclass(frozen=True, slots=True)
class PhoneNumber:
    """A number; `recycled`: somebody else had it before (二次号). `grade`: a lucky one (靓号)."""

    msisdn: Msisdn
    state: NumberState = NumberState.AVAILABLE
    reserved_for_order: str = ""
    quarantined_until: datetime | None = None
    recycled: bool = False
    held_for: str = ""
    """The customer it is held for."""
    held_until: datetime | None = None
    grade: str = ""

    @property
    def is_lucky(self) -> bool:
        return bool(self.grade)

    def is_free_for(self, customer_id: str) -> bool:
        """Tell whether it is free, or waits for this customer."""
        waits = self.state is NumberState.HELD and bool(customer_id)
        return self.state is NumberState.AVAILABLE or (waits and self.held_for == customer_id)

    def after(self, act: NumberAct) -> PhoneNumber:
        """Return it in the state that follows; raises `STATE_NOT_ALLOWED`."""
        return replace(self, state=NUMBER.after(self.state, act))

    def reserved_for(self, order_id: str, *, customer_id: str = "") -> PhoneNumber:
        """Hold it for an order; raises `NUMBER_NOT_AVAILABLE`: taken, or held for somebody else."""
        if not self.is_free_for(customer_id):
            raise Refusal("NUMBER_NOT_AVAILABLE", "This number is not free.")
        reserved = self.after(NumberAct.RESERVE)
        return replace(reserved, reserved_for_order=order_id, held_for="", held_until=None)

    def is_held_for(self, order_id: str) -> bool:
        return self.state is NumberState.RESERVED and self.reserved_for_order == order_id

    def released(self) -> PhoneNumber:
        """Give it back to the stock; raises `STATE_NOT_ALLOWED` unless nobody has it yet."""
        return replace(self.after(NumberAct.RELEASE), reserved_for_order="")

    def pre_assigned(self) -> PhoneNumber:
        """It goes to a dealer with its card (预配); raises `STATE_NOT_ALLOWED`."""
        return replace(self.after(NumberAct.PRE_ASSIGN), reserved_for_order="")

    def assigned(self) -> PhoneNumber:
        """Put it in use; raises `STATE_NOT_ALLOWED` unless it is reserved or at a dealer's."""
        return replace(self.after(NumberAct.ASSIGN), reserved_for_order="")

    def resting(self, *, since: datetime) -> PhoneNumber:
        """Let it rest for 90 days; raises `STATE_NOT_ALLOWED` unless it is in use."""
        return replace(self.after(NumberAct.REST), quarantined_until=since + QUARANTINE)

    def returned(self) -> PhoneNumber:
        """Offer it again after its rest; raises `STATE_NOT_ALLOWED` unless it rests."""
        return replace(self.after(NumberAct.RETURN), quarantined_until=None, recycled=True)
