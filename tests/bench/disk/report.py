"""What was weighed, for people and as JSON: bytes a piece, by database, log and topic."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from bench.disk.sizes import PASSING, Sizes
from bench.machine import Machine


@dataclass(frozen=True, slots=True)
class Growth:
    """What there is more of after something was done: bytes, and seconds of processors."""

    sizes: Sizes
    told: Mapping[str, int]
    spent: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Kept:
    """Bytes that one piece of something keeps."""

    what: str
    number: int
    lasting: Mapping[str, int]
    """By service: rows and indexes that stay for months or for good."""
    passing: int
    written_ahead: int
    messages: int
    largest: Mapping[str, int]
    processor_us: Mapping[str, int]
    """What each process took, all that goes on beside it included."""

    @classmethod
    def of(cls, what: str, number: int, growth: Growth) -> "Kept":
        grown = growth.sizes
        lasting: Counter[str] = Counter()
        passing = 0
        for (service, table), size in grown.tables.items():
            if table.startswith(PASSING):
                passing += size
            elif service != "emulator":
                lasting[service] += size
        ours = {one: size for one, size in grown.tables.items() if one[0] != "emulator"}
        largest = sorted(ours.items(), key=lambda entry: -entry[1])[:8]
        return cls(
            what=what,
            number=number,
            lasting={service: size // number for service, size in sorted(lasting.items())},
            passing=passing // number,
            written_ahead=grown.written_ahead // number,
            messages=sum(growth.told.values()) // number,
            processor_us={one: int(1e6 * used / number) for one, used in growth.spent.items()},
            largest={f"{one}.{table}": size // number for (one, table), size in largest},
        )

    @property
    def in_all(self) -> int:
        return sum(self.lasting.values())


@dataclass(slots=True)
class Report:
    """Everything that was weighed."""

    machine: Machine
    kept: list[Kept] = field(default_factory=list)

    def content(self) -> Mapping[str, Any]:
        return {"bytes": {one.what: one.in_all for one in self.kept}, **asdict(self)}

    def lines(self) -> Iterator[str]:
        yield f"Machine    {self.machine.sentence()}"
        yield "Bytes of one: rows and indexes that stay; what passes; written ahead; messages"
        yield ""
        for kept in self.kept:
            yield (
                f"{kept.what:<32}{kept.in_all:>9}{kept.passing:>9}{kept.written_ahead:>9}"
                f"{kept.messages:>9}   ({kept.number}; {_listed(kept.lasting)})"
            )
            yield f"{'':<32}  {_listed(kept.largest)}"
            yield f"{'':<32}  µs {_listed(kept.processor_us)}"


def _listed(sizes: Mapping[str, int]) -> str:
    return ", ".join(f"{name} {size}" for name, size in sizes.items())
