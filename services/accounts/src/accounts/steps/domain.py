"""The steps accounts does for orders, and which step of which order one is."""

from dataclasses import dataclass
from typing import TypeAlias

from accounts.customers.domain.steps import ReservePlace
from accounts.proofs.domain.prepared_password import GivePassword, HoldPassword, SetPassword
from accounts.proofs.domain.proof import UseProof
from accounts.proofs.domain.unlocking import Unlock
from accounts.stock.domain.steps import ReserveNumber, ReserveSim
from accounts.subscribers.domain.steps import (
    ActivateSubscriber,
    AddStop,
    AssignSim,
    LiftStop,
    MoveSubscriber,
    OpenSubscriber,
    RestoreSubscriber,
    SetAbroad,
    SetLanguage,
    SetServiceState,
    TerminateSubscriber,
)


@dataclass(frozen=True, slots=True)
class StepRef:
    """Which step of which order."""

    order_id: str
    step_no: int


@dataclass(frozen=True, slots=True)
class StageStep:
    """One step of a stage: its number in the order, what stands for its content, and the step."""

    step_no: int
    digest: str
    step: "Step"


Reversible: TypeAlias = (
    UseProof | ReservePlace | ReserveNumber | ReserveSim | OpenSubscriber | AddStop | LiftStop
    | HoldPassword | Unlock | SetLanguage
)  # fmt: skip
Final: TypeAlias = (
    ActivateSubscriber | AssignSim | TerminateSubscriber | MoveSubscriber | RestoreSubscriber
    | SetPassword | GivePassword | SetAbroad | SetServiceState
)  # fmt: skip
"""Those that can only be settled: nobody takes them back."""
Step: TypeAlias = Reversible | Final
