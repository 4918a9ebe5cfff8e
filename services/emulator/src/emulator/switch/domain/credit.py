"""How much of a use whoever charges lets a handset have. 3GPP TS 32.299, 6.3."""

from dataclasses import dataclass, replace

from emulator.switch.domain.call_record import Use
from emulator.switch.domain.traffic import Cause


@dataclass(frozen=True, slots=True)
class Credit:
    """`units` seconds, parts or octets in all; None: nobody limits it."""

    cause: Cause = Cause.NONE
    units: int | None = None
    session: str = ""
    """Under which whoever charges wants to be told what was used; empty: not at all."""
    cut_for: Cause = Cause.CREDIT_USED_UP
    """Why a use ends that wants more than `units`."""

    @property
    def is_refused(self) -> bool:
        return self.cause is not Cause.NONE

    def cut(self, use: Use) -> Use:
        """Return as much of a use as was granted."""
        if self.units is None:
            return use
        return replace(use, amount=use.amount.at_most(self.units))

    def cause_after(self, use: Use) -> Cause:
        """Return why a use ended: refused, cut, or as whoever used it wanted."""
        if self.is_refused:
            return self.cause
        return Cause.NONE if self.cut(use) == use else self.cut_for


UNLIMITED = Credit()
