"""What one order will do, in three places; made once and stored with the order."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from orders.ordering.domain.network import NetworkChange
from orders.ordering.domain.steps import Step, UseProof
from orders.ordering.domain.values import ProofId


@dataclass(frozen=True, slots=True)
class Appointment:
    """A timer that is set for the subscriber when the order is fulfilled."""

    timer: str
    due_at: datetime


@dataclass(frozen=True, slots=True)
class Plan:
    prepare: tuple[Step, ...] = ()
    network: tuple[NetworkChange, ...] = ()
    settle: tuple[Step, ...] = ()
    appointment: Appointment | None = None
    brings_back: int = 0
    """The smallest payment in fen that brings back who is stopped for money; 0: nobody is."""

    def __post_init__(self) -> None:
        """Refuse to make, or to read back, a plan that could not be taken back."""
        if final := [step for step in self.prepare if not step.can_be_taken_back]:
            raise ValueError(f"{final[0]} cannot be taken back: it may be settled, never prepared")

    def proved_by(self, proofs: tuple[ProofId, ...]) -> Plan:
        """Use these proofs up before anything else is prepared."""
        return replace(self, prepare=(*map(UseProof, proofs), *self.prepare))

    def by_owner(self) -> Plan:
        """Put the steps of each stage together by owner, in the order owners are first named."""
        return replace(self, prepare=_by_owner(self.prepare), settle=_by_owner(self.settle))


def _by_owner(steps: tuple[Step, ...]) -> tuple[Step, ...]:
    owners = list(dict.fromkeys(step.done_by for step in steps))
    return tuple(sorted(steps, key=lambda step: owners.index(step.done_by)))
