"""What is wrong with an element right now: set by a test, lost with the process."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum, auto


class Element(StrEnum):
    HLR = auto()
    GSUP = auto()
    SMSC = auto()
    CHARGING = auto()


class FaultKind(StrEnum):
    DELAY = auto()
    DEAF = auto()
    LOST = auto()
    LYING = auto()
    FULL = auto()
    REFUSE = auto()
    DROP = auto()


FOREVER = 0


@dataclass(frozen=True, slots=True)
class Fault:
    """`remaining` counts the commands it still hits; FOREVER: until it is cleared."""

    element: Element
    kind: FaultKind
    delay_ms: int = 0
    remaining: int = FOREVER
    command: str = ""
    code: str = ""

    @property
    def place(self) -> tuple[Element, FaultKind, str]:
        return self.element, self.kind, self.command.upper()

    def hits(self, element: Element, command: str) -> bool:
        return self.element is element and command.upper().startswith(self.command.upper())


@dataclass(frozen=True, slots=True)
class Ailment:
    """All that is wrong for one command."""

    faults: tuple[Fault, ...] = ()

    @property
    def delay_seconds(self) -> float:
        return sum(fault.delay_ms for fault in self.faults) / 1000

    def has(self, kind: FaultKind) -> bool:
        return any(fault.kind is kind for fault in self.faults)

    def code(self) -> str | None:
        """Return the code a REFUSE answers with, empty where it names none; None without one."""
        return next((one.code for one in self.faults if one.kind is FaultKind.REFUSE), None)


HEALTHY = Ailment()


class FaultBoard:
    """The faults that are set."""

    def __init__(self) -> None:
        self._faults: dict[tuple[Element, FaultKind, str], Fault] = {}

    def set(self, fault: Fault) -> None:
        """Add a fault, or replace the one of the same element, kind and command."""
        self._faults[fault.place] = fault

    def clear(self, elements: Iterable[Element] = tuple(Element)) -> None:
        """Make these elements healthy."""
        chosen = set(elements)
        self._faults = {at: one for at, one in self._faults.items() if one.element not in chosen}

    def all(self) -> tuple[Fault, ...]:
        return tuple(self._faults.values())

    def strike(self, element: Element, command: str) -> Ailment:
        """Return what is wrong for this command, and count it as hit."""
        if not self._faults:
            return HEALTHY
        struck = tuple(fault for fault in self.all() if fault.hits(element, command))
        for fault in struck:
            self._count(fault)
        return Ailment(struck)

    def _count(self, fault: Fault) -> None:
        if fault.remaining == FOREVER:
            return
        if fault.remaining == 1:
            del self._faults[fault.place]
        else:
            self._faults[fault.place] = replace(fault, remaining=fault.remaining - 1)
