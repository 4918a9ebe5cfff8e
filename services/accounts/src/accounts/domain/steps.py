"""The steps accounts does for orders, and for which order (architecture 3)."""

from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from accounts.domain.stop import Stop
from accounts.domain.subscriber import Agreement
from kernel.numbering import Iccid, Msisdn


@dataclass(frozen=True, slots=True)
class Errand:
    """For which order something is done, which of its steps it is, and when (business time)."""

    order_id: str
    step_no: int
    digest: str
    now: datetime


@dataclass(frozen=True, slots=True)
class UseProof:
    proof_id: str


@dataclass(frozen=True, slots=True)
class ReservePlace:
    customer_id: str


@dataclass(frozen=True, slots=True)
class ReserveNumber:
    msisdn: Msisdn


@dataclass(frozen=True, slots=True)
class ReserveSim:
    iccid: Iccid


@dataclass(frozen=True, slots=True)
class OpenSubscriber:
    subscriber_id: str
    customer_id: str
    msisdn: Msisdn
    iccid: Iccid
    offering: str
    agreement: Agreement


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


@dataclass(frozen=True, slots=True)
class TerminateSubscriber:
    subscriber_id: str


Step: TypeAlias = (
    UseProof | ReservePlace | ReserveNumber | ReserveSim | OpenSubscriber | ActivateSubscriber
    | AssignSim | AddStop | LiftStop | TerminateSubscriber
)  # fmt: skip
