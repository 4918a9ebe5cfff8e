"""An element as who drives it sees it."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from provisioning.elements.domain.answers import Answer
from provisioning.elements.domain.commands import Command
from provisioning.elements.domain.short_message import ShortMessage, Submission
from provisioning.elements.domain.subscription import Record
from provisioning.vault.domain.authentication import CardKeys


@dataclass(frozen=True, slots=True)
class Exchange:
    """A command and its answer as they may be shown: keys are masked in both texts."""

    answer: Answer
    command: str
    code: str
    says: str
    milliseconds: int


class Element(Protocol):
    """The network, whatever languages it speaks; it never raises for what goes wrong there."""

    async def tell(self, command: Command, keys: CardKeys | None) -> Exchange: ...

    def dump(self) -> AsyncIterator[Sequence[Record]]:
        """Show every subscription, by IMSI, a page at a time. Raises ElementSilent."""
        ...


class ElementSilent(Exception):
    """The element stopped answering in the middle of a reading."""


class SmsCentre(Protocol):
    """Whoever carries texts; it never raises for what goes wrong there."""

    async def submit(self, message: ShortMessage) -> Submission: ...
