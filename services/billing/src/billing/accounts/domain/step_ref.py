"""Which step of which order asks for something."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class StepRef:
    """Which step of which order."""

    order_id: str
    step_no: int

    @property
    def cause_id(self) -> str:
        """What the ledger knows it by."""
        return f"{self.order_id}/{self.step_no}"
