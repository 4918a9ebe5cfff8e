"""A change of the network: what every kind of it says of itself, and the states it goes through."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, StrEnum, auto
from typing import TYPE_CHECKING, Protocol

from kernel.lifecycle import Lifecycle
from provisioning.changes.domain.effect import Effect
from provisioning.changes.domain.stored import Stored

if TYPE_CHECKING:
    from datetime import datetime

    from provisioning.changes.domain.course import Course


class Urgency(IntEnum):
    """Who waits for a number to work goes before who is stopped (rules 3.1)."""

    RESUME = 1
    USUAL = 5
    STOP = 9


class What(Protocol):
    """What is asked of the network: one file in `changes/kinds` for each kind."""

    @property
    def msisdn(self) -> str: ...

    @property
    def imsi(self) -> str:
        """The card the number is on before."""
        ...

    @property
    def cards(self) -> tuple[str, ...]:
        """Every card it touches: each is a lane, as the number is."""
        ...

    @property
    def keys_of(self) -> str:
        """The card whose keys it may have to add; empty for none."""
        ...

    @property
    def urgency(self) -> Urgency: ...

    @property
    def course(self) -> Course:
        """How it is carried out."""
        ...

    @property
    def effect(self) -> Effect | None:
        """What is true when it is verified; None where that is what orders asked for before."""
        ...

    @property
    def stored(self) -> Stored:
        """How it is kept until it is done."""
        ...


def lanes_of(what: What) -> tuple[str, ...]:
    """Return the lanes a change keeps to: its number and every card it touches."""
    return (f"msisdn:{what.msisdn}", *(f"imsi:{imsi}" for imsi in what.cards if imsi))


class ChangeState(StrEnum):
    QUEUED = auto()
    SENT = auto()
    ACCEPTED = auto()
    VERIFIED = auto()
    REFUSED = auto()
    HELD = auto()


class ChangeAct(StrEnum):
    BEGIN = auto()
    ACCEPT = auto()
    VERIFY = auto()
    REFUSE = auto()
    HOLD = auto()
    RETRY = auto()


_S, _A = ChangeState, ChangeAct

CHANGE = Lifecycle(
    name="change",
    states=ChangeState,
    starts=frozenset({_S.QUEUED}),
    moves={
        (_S.QUEUED, _A.BEGIN): _S.SENT,
        # Begun again after silence, a crash, or an element that was busy.
        (_S.SENT, _A.BEGIN): _S.SENT,
        (_S.ACCEPTED, _A.BEGIN): _S.SENT,
        (_S.SENT, _A.ACCEPT): _S.ACCEPTED,
        (_S.ACCEPTED, _A.ACCEPT): _S.ACCEPTED,
        (_S.SENT, _A.VERIFY): _S.VERIFIED,
        (_S.ACCEPTED, _A.VERIFY): _S.VERIFIED,
        (_S.SENT, _A.REFUSE): _S.REFUSED,
        (_S.ACCEPTED, _A.REFUSE): _S.REFUSED,
        (_S.SENT, _A.HOLD): _S.HELD,
        (_S.ACCEPTED, _A.HOLD): _S.HELD,
        (_S.HELD, _A.RETRY): _S.QUEUED,
        (_S.HELD, _A.REFUSE): _S.REFUSED,
        # An earlier change of the same order was refused: this one is never begun.
        (_S.QUEUED, _A.REFUSE): _S.REFUSED,
    },
    ends=frozenset({_S.VERIFIED, _S.REFUSED}),
)


@dataclass(frozen=True, slots=True)
class Change:
    """A change and where it is; `order_id` is empty for a repair."""

    id: str
    order_id: str
    subscriber_id: str
    place: int
    what: What
    state: ChangeState
    tries: int
    element_code: str
    element_says: str
    asked_at: datetime
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class AskedOrder:
    """What an order wants of the network; `version` is the order's turn."""

    order_id: str
    subscriber_id: str
    version: int
    changes: tuple[What, ...]
