"""What orders may have done to subscribers."""

from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from accounts.subscribers.domain.abroad import AbroadService, Permission
from accounts.subscribers.domain.language import Language
from accounts.subscribers.domain.moves import Act
from accounts.subscribers.domain.stop import Lifter, Stop
from accounts.subscribers.domain.subscriber import Agreement
from accounts.subscribers.domain.supplementary import Service, ServiceSetting
from kernel.numbering import Iccid, Msisdn


@dataclass(frozen=True, slots=True)
class OpenSubscriber:
    subscriber_id: str
    customer_id: str
    msisdn: Msisdn
    iccid: Iccid
    offering: str
    agreement: Agreement
    bound_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class ActivateSubscriber:
    subscriber_id: str


@dataclass(frozen=True, slots=True)
class AssignSim:
    subscriber_id: str
    iccid: Iccid
    instead_of: Iccid


@dataclass(frozen=True, slots=True)
class AddStop:
    subscriber_id: str
    stop: Stop
    until: datetime | None


@dataclass(frozen=True, slots=True)
class LiftStop:
    subscriber_id: str
    stop: Stop
    lifter: Lifter | None = None
    """None: an order of the release before, which did not say."""


@dataclass(frozen=True, slots=True)
class TerminateSubscriber:
    subscriber_id: str


@dataclass(frozen=True, slots=True)
class MoveSubscriber:
    subscriber_id: str
    move: Act
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class RestoreSubscriber:
    subscriber_id: str
    iccid: Iccid


@dataclass(frozen=True, slots=True)
class SetLanguage:
    subscriber_id: str
    language: Language


@dataclass(frozen=True, slots=True)
class SetAbroad:
    subscriber_id: str
    service: AbroadService
    permission: Permission


@dataclass(frozen=True, slots=True)
class SetServiceState:
    subscriber_id: str
    service: Service
    setting: ServiceSetting


SubscriberStep: TypeAlias = (
    OpenSubscriber
    | ActivateSubscriber
    | AssignSim
    | AddStop
    | LiftStop
    | TerminateSubscriber
    | MoveSubscriber
    | RestoreSubscriber
    | SetLanguage
    | SetAbroad
    | SetServiceState
)
