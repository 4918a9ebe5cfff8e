"""What a command of the MML door is to whoever carries it out."""

from typing import Protocol, TypeVar

from emulator.hlr.domain.log_entry import Changed
from emulator.hlr.ports import HomeNetwork
from emulator.switch.ports import UnitOfWork

Shown_co = TypeVar("Shown_co", covariant=True)


class Change(Protocol):
    """A command that changes the HLR."""

    async def act(self, *, uow: UnitOfWork, network: HomeNetwork) -> Changed:
        """Do it, in the transaction that is open. Raises CommandRefused."""
        ...


class Reading(Protocol[Shown_co]):
    """A command that only looks."""

    async def look(self, *, uow: UnitOfWork) -> Shown_co:
        """Raises CommandRefused."""
        ...
