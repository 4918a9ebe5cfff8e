"""A SIM card as the shop knows it: what is printed on it, and what the network calls it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from kernel.errors import Refusal
from kernel.lifecycle import Lifecycle
from kernel.numbering import Iccid, Imsi


class SimState(StrEnum):
    IN_STOCK = "in_stock"
    RESERVED = "reserved"
    ACTIVE = "active"
    VOID = "void"


class SimAct(StrEnum):
    RESERVE = "reserve"
    RELEASE = "release"
    ACTIVATE = "activate"
    RETIRE = "retire"


SIM_CARD = Lifecycle(
    name="sim_card",
    states=SimState,
    starts=frozenset({SimState.IN_STOCK}),
    moves={
        (SimState.IN_STOCK, SimAct.RESERVE): SimState.RESERVED,
        (SimState.RESERVED, SimAct.RELEASE): SimState.IN_STOCK,
        (SimState.RESERVED, SimAct.ACTIVATE): SimState.ACTIVE,
        (SimState.ACTIVE, SimAct.RETIRE): SimState.VOID,
    },
    ends=frozenset({SimState.VOID}),
)


@dataclass(frozen=True, slots=True)
class SimCard:
    """A card; its keys are none of our business."""

    iccid: Iccid
    imsi: Imsi
    state: SimState = SimState.IN_STOCK
    reserved_for_order: str = ""

    def reserved_for(self, order_id: str) -> SimCard:
        """Hold it for an order; raises `SIM_NOT_AVAILABLE`."""
        if self.state is not SimState.IN_STOCK:
            raise Refusal("SIM_NOT_AVAILABLE", "This SIM card is not in stock.")
        state = SIM_CARD.after(self.state, SimAct.RESERVE)
        return replace(self, state=state, reserved_for_order=order_id)

    def is_held_for(self, order_id: str) -> bool:
        return self.state is SimState.RESERVED and self.reserved_for_order == order_id

    def released(self) -> SimCard:
        """Give it back to the stock; raises `STATE_NOT_ALLOWED` unless it is reserved."""
        state = SIM_CARD.after(self.state, SimAct.RELEASE)
        return replace(self, state=state, reserved_for_order="")

    def activated(self) -> SimCard:
        """Put it in use; raises `STATE_NOT_ALLOWED` unless it is reserved."""
        state = SIM_CARD.after(self.state, SimAct.ACTIVATE)
        return replace(self, state=state, reserved_for_order="")

    def retired(self) -> SimCard:
        """Make it void for good; raises `STATE_NOT_ALLOWED` unless it is active."""
        return replace(self, state=SIM_CARD.after(self.state, SimAct.RETIRE))
