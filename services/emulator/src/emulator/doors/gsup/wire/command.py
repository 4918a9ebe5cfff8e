"""A command of the GSUP door: its kind of message, and what it answers to whom."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

from emulator.doors.gsup.wire.gsup import Kind, Message
from emulator.faults.domain.fault import Ailment
from emulator.switch.ports import Network, UnitOfWork


@dataclass(frozen=True, slots=True)
class Node:
    """The node at the other end, and what it is answered out of."""

    name: str
    uow: UnitOfWork
    network: Network
    now: datetime
    located: dict[str, Message]
    """Location updates that wait for the node to take the subscriber's data, by IMSI."""


@dataclass(frozen=True, slots=True)
class Command:
    kind: Kind
    answer: Callable[[Message, Node, Ailment], Awaitable[Message]]

    @property
    def name(self) -> str:
        """Return its name as faults know it."""
        return self.kind.name.replace("_", " ")
