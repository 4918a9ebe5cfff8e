"""A change of the network: what is asked, the lanes it keeps to, and the states it goes through."""

from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum, StrEnum, auto

from kernel.lifecycle import Lifecycle
from provisioning.elements.domain.barring import Level


@dataclass(frozen=True, slots=True)
class CreateSubscription:
    msisdn: str
    imsi: str


@dataclass(frozen=True, slots=True)
class DeleteSubscription:
    msisdn: str
    imsi: str


@dataclass(frozen=True, slots=True)
class SetBarring:
    msisdn: str
    imsi: str
    level: Level


@dataclass(frozen=True, slots=True)
class ReplaceImsi:
    msisdn: str
    imsi: str
    new_imsi: str


@dataclass(frozen=True, slots=True)
class RestoreProfile:
    """A repair: what orders asked for, once more; `exists` False where they had it removed."""

    msisdn: str
    imsi: str
    level: Level
    exists: bool


What = CreateSubscription | DeleteSubscription | SetBarring | ReplaceImsi | RestoreProfile


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


class Urgency(IntEnum):
    """Who waits for a number to work goes before who is stopped (domain 3.1)."""

    RESUME = 1
    USUAL = 5
    STOP = 9


def urgency_of(what: What) -> Urgency:
    if isinstance(what, SetBarring):
        return Urgency.RESUME if what.level is Level.NONE else Urgency.STOP
    return Urgency.USUAL


def lanes_of(what: What) -> tuple[str, ...]:
    """Return the lanes a change keeps to: its number and every card it touches."""
    cards = (what.imsi, what.new_imsi) if isinstance(what, ReplaceImsi) else (what.imsi,)
    return (f"msisdn:{what.msisdn}", *(f"imsi:{imsi}" for imsi in cards if imsi))


def needs_keys_of(what: What) -> str:
    """Return the card whose keys the change may have to add; empty for none."""
    match what:
        case CreateSubscription() | RestoreProfile():
            return what.imsi
        case ReplaceImsi():
            return what.new_imsi
        case _:
            return ""


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
