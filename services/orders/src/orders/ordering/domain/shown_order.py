"""Orders as they are shown to who looks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from orders.ordering.domain.order import Order
from orders.ordering.domain.step_history import StepResult


@dataclass(frozen=True, slots=True)
class Entry:
    """One move of an order, as the history tells it."""

    turn: int
    act: str
    state: str
    note: str
    at: datetime
    about: StepResult | None = None
    """The step it was about."""


@dataclass(frozen=True, slots=True)
class Shown:
    """An order with when it last changed, and its history where it was asked for."""

    order: Order
    changed_at: datetime
    history: Sequence[Entry] = ()


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which orders; empty means all."""

    subscriber: str = ""
    customer: str = ""
    process: str = ""
    states: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Totals:
    """Orders with network changes: how far the hand-over to the network has come."""

    confirmed: int
    refused: int
    in_flight: int
    by_state: Mapping[str, int]
