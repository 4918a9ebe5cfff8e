"""What an element can be told, whatever language it speaks."""

from dataclasses import dataclass
from enum import StrEnum, auto

from provisioning.elements.domain.barring import Bars
from provisioning.elements.domain.setting import Service


@dataclass(frozen=True, slots=True)
class AddKeys:
    """Who carries it out takes the keys from the vault."""

    imsi: str


@dataclass(frozen=True, slots=True)
class RemoveKeys:
    imsi: str


@dataclass(frozen=True, slots=True)
class AddSubscription:
    msisdn: str
    imsi: str


@dataclass(frozen=True, slots=True)
class RemoveSubscription:
    msisdn: str
    imsi: str


@dataclass(frozen=True, slots=True)
class SetBars:
    msisdn: str
    imsi: str
    bars: Bars


@dataclass(frozen=True, slots=True)
class SetPacketProfile:
    """Empty: no packet services are provided."""

    msisdn: str
    imsi: str
    profile: str


@dataclass(frozen=True, slots=True)
class ProvideService:
    """No other service is touched."""

    msisdn: str
    imsi: str
    service: Service
    is_provided: bool


class Operation(StrEnum):
    """What is done to a service that is provided (3GPP TS 23.011, 3)."""

    REG = auto()
    ERA = auto()
    ACT = auto()
    DEA = auto()


@dataclass(frozen=True, slots=True)
class OperateService:
    """No other service is touched; `number` and `seconds` are said where one is registered."""

    msisdn: str
    imsi: str
    operation: Operation
    service: Service
    number: str = ""
    seconds: int = 0


@dataclass(frozen=True, slots=True)
class MoveNumber:
    """The number and all that is set for it move to another card."""

    msisdn: str
    old_imsi: str
    new_imsi: str


@dataclass(frozen=True, slots=True)
class ReadNumber:
    msisdn: str


@dataclass(frozen=True, slots=True)
class Evict:
    """The node forgets this card (3GPP TS 29.002, 8.1.3: cancel location)."""

    imsi: str
    node: str
    ahead: bool = False
    """Before the number moves: a text sent meanwhile finds nobody and waits."""


@dataclass(frozen=True, slots=True)
class Probe:
    """Ask for authentication vectors as a serving node does."""

    imsi: str


HlrCommand = (
    AddKeys
    | RemoveKeys
    | AddSubscription
    | RemoveSubscription
    | SetBars
    | SetPacketProfile
    | ProvideService
    | OperateService
    | MoveNumber
    | ReadNumber
)
"""What is set at the HLR, and read there."""
NodeCommand = Evict | Probe
"""What is done, and seen, at the node that serves a card."""
Command = HlrCommand | NodeCommand

READINGS = (ReadNumber, Probe)
"""Commands that change nothing: silence after them leaves no doubt."""
