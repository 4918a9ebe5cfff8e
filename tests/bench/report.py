"""What was measured, as a table and as JSON."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from bench.counts import Counts
from bench.hot_path import ServiceProfile
from bench.machine import Machine
from bench.rounds import Figures

AIM_RATIO, AIM_TAIL = 0.3, 4.0
FIRST_FLOOR = 58.0
"""Orders per second of the floor of an order of eleven calls, two cores: the moving one beside it
gets shorter with the order, this one does not."""
MOST_FUNCTIONS = 8


@dataclass(slots=True)
class Report:
    """Everything the bench has to say."""

    machine: Machine
    setting: Mapping[str, Any]
    counts: Counts
    differences: Sequence[str]
    statements: Mapping[str, int]
    orders: Figures
    floor: Figures
    profiles: Mapping[str, ServiceProfile] = field(default_factory=dict)
    failures: Sequence[str] = ()

    @property
    def ratio(self) -> float:
        """Orders per second by the floor's."""
        return round(self.orders.rate / self.floor.rate, 3) if self.floor.rate else 0.0

    @property
    def processor_ratio(self) -> float:
        """Processor time of one floor order by that of a real one: steadier than rates."""
        spent = self.orders.processor_total_ms
        return round(self.floor.processor_total_ms / spent, 3) if spent else 0.0

    @property
    def tail_ratio(self) -> float:
        """p99 from asked to network, by the floor's."""
        floor = self.floor.confirmed_p99
        return round(self.orders.confirmed_p99 / floor, 2) if floor else 0.0

    def write(self, path: Path) -> None:
        ratios = {
            "rate": self.ratio,
            "processor_time": self.processor_ratio,
            "confirmed_p99": self.tail_ratio,
        }
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps({"ratios": ratios, **asdict(self)}, indent=2) + "\n")

    def lines(self) -> Iterator[str]:
        """Say it for people."""
        yield f"Machine    {self.machine.sentence()}"
        yield "Setting    " + ", ".join(f"{name} {said}" for name, said in self.setting.items())
        yield ""
        yield from self._counted()
        yield ""
        yield from self._measured()
        yield ""
        yield from self._spent()
        for service, profile in self.profiles.items():
            yield ""
            yield from _hot(service, profile)

    def _counted(self) -> Iterator[str]:
        counts = self.counts
        yield "One order makes, and so does the floor:"
        yield f"  gRPC calls     {_listed(counts.calls)}, and the one it is asked with"
        yield f"  commits        {_listed(counts.commits)}"
        yield f"  messages said  {_listed(counts.said)}"
        yield f"  messages heard {_listed(counts.heard)}"
        yield f"  network        {counts.commands} commands (MML, GSUP)"
        yield f"  (statements, no part of the floor: {_listed(self.statements)})"
        for difference in self.differences:
            yield f"  NOT THE SAME   {difference}"

    def _measured(self) -> Iterator[str]:
        mine, bare = self.orders, self.floor
        yield f"{'':36}{'orders':>12}{'floor':>12}{'ratio':>9}"
        rows: Sequence[tuple[str, float, float, str]] = (
            ("orders per second (median)", mine.rate, bare.rate, f"{self.ratio:.0%}"),
            ("asked → answered p50, ms", mine.answered_p50, bare.answered_p50, ""),
            ("asked → network confirmed p50, ms", mine.confirmed_p50, bare.confirmed_p50, ""),
            (
                "asked → network confirmed p99, ms",
                mine.confirmed_p99,
                bare.confirmed_p99,
                f"{self.tail_ratio:.1f} ×",
            ),
            ("asked → fulfilled p50, ms", mine.fulfilled_p50, bare.fulfilled_p50, ""),
            ("asked → fulfilled p99, ms", mine.fulfilled_p99, bare.fulfilled_p99, ""),
            ("writing transactions per order", mine.written, bare.written, ""),
            (
                "processor time per order, ms",
                mine.processor_total_ms,
                bare.processor_total_ms,
                f"{self.processor_ratio:.0%}",
            ),
            ("cores busy with other programs", mine.others_cores, bare.others_cores, ""),
        )
        for name, ours, floor, ratio in rows:
            yield f"{name:36}{ours:>12.1f}{floor:>12.1f}{ratio:>9}"
        first = f"{FIRST_FLOOR:>12.1f}{mine.rate / FIRST_FLOOR:>9.0%}"
        yield f"{'  beside the floor it began with':36}{mine.rate:>12.1f}{first}"
        yield f"{'rounds, orders per second':36}{_row(mine.rates)} | {_row(bare.rates)}"
        followed = f"{mine.orders}, {mine.failed} | {bare.orders}, {bare.failed}"
        yield f"{'orders followed, failed':36}{followed}"
        for failure in sorted(set(self.failures))[:5]:
            yield f"  failed: {failure}"

    def _spent(self) -> Iterator[str]:
        yield "Processor time per order, ms      orders       floor    the rest"
        names = {*self.orders.processor_ms, *self.floor.processor_ms}
        for name in sorted(names, key=lambda service: -self.orders.processor_ms.get(service, 0.0)):
            ours = self.orders.processor_ms.get(name, 0.0)
            floor = self.floor.processor_ms.get(name, 0.0)
            yield f"  {name:26}{ours:>12.2f}{floor:>12.2f}{ours - floor:>12.2f}"


def _hot(service: str, profile: ServiceProfile) -> Iterator[str]:
    yield f"{service}: {profile.samples} samples; innermost library, then ours on the stack"
    yield "  " + ", ".join(f"{area} {share} %" for area, share in profile.areas.items())
    for function, share in list(profile.functions.items())[:MOST_FUNCTIONS]:
        yield f"  {share:5.1f} %  {function}"


def _listed(counted: Mapping[str, int]) -> str:
    return ", ".join(f"{name} {number}" for name, number in sorted(counted.items()) if number)


def _row(rates: Sequence[float]) -> str:
    return " ".join(f"{rate:.1f}" for rate in rates)
