"""The course of it: for each size of the base, rounds of billing and floor on the same records."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from statistics import median
from typing import Any

from bench.machine import Machine
from bench.usage.crowd import Crowd, settle
from bench.usage.drain import Drained, drain_billing, drain_floor
from bench.usage.records import fill
from bench.usage.servers import Servers
from billing.charging.edge.listeners import USAGE_AT_ONCE
from launch.progress import Progress

AIM_RATIO, AIM_RATE = 0.5, 20_000
MOST = USAGE_AT_ONCE


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What is to be measured; `records` are drained by each side in each round."""

    subscribers: Sequence[int]
    records: int
    rounds: int
    durable: bool
    listeners: int = 1


@dataclass(frozen=True, slots=True)
class Size:
    """Both sides at one number of subscribers: medians of the rounds."""

    subscribers: int
    rate: float
    floor: float
    processor_us: Mapping[str, float]
    floor_processor_us: Mapping[str, float]
    peak_mib: float
    others_cores: float

    @property
    def ratio(self) -> float:
        return round(self.rate / self.floor, 3)


@dataclass(slots=True)
class Report:
    """Everything it has to say."""

    machine: Machine
    setting: Mapping[str, Any]
    sizes: list[Size] = field(default_factory=list)

    def content(self) -> Mapping[str, Any]:
        """Return it for JSON."""
        ratios = {str(one.subscribers): one.ratio for one in self.sizes}
        return {"ratios": ratios, "aims": {"ratio": AIM_RATIO, "rate": AIM_RATE}, **asdict(self)}

    def lines(self) -> Iterator[str]:
        """Say it for people."""
        yield f"Machine    {self.machine.sentence()}"
        yield "Setting    " + ", ".join(f"{name} {said}" for name, said in self.setting.items())
        yield ""
        yield f"{'subscribers':>12}{'records/s':>12}{'floor/s':>12}{'ratio':>8}{'us/record':>12}"
        for size in self.sizes:
            spent = sum(size.processor_us.values())
            yield (
                f"{size.subscribers:>12}{size.rate:>12.0f}{size.floor:>12.0f}{size.ratio:>8.0%}"
                f"{spent:>12.0f}  ({_listed(size.processor_us)};"
                f" floor {_listed(size.floor_processor_us)};"
                f" {size.peak_mib:.0f} MiB; others {size.others_cores:.1f} cores)"
            )


async def measure(servers: Servers, wish: Wish, progress: Progress) -> Report:
    """Measure every size of the base."""
    setting = {
        "records": f"{wish.rounds} rounds of {wish.records}",
        "listeners": str(wish.listeners),
        "batch": f"at most {MOST}",
        "commits": "wait for the disk" if wish.durable else "do not wait for the disk",
    }
    report = Report(Machine.here(), setting)
    for number in wish.subscribers:
        with progress.step(f"{number} subscribers"):
            await settle(servers.dsn, number=number)
        report.sizes.append(await _size(servers, wish, number, progress))
    return report


async def _size(servers: Servers, wish: Wish, number: int, progress: Progress) -> Size:
    ours: list[Drained] = []
    floors: list[Drained] = []
    for turn in range(wish.rounds):
        await fill(servers.kafka, Crowd(number, seed=turn), number=wish.records)
        ours.append(await drain_billing(servers, number=wish.records, listeners=wish.listeners))
        floors.append(
            await drain_floor(servers, number=wish.records, most=MOST, listeners=wish.listeners)
        )
        progress.say(
            f"  {number} subscribers, round {turn + 1}: {ours[-1].rate:.0f} records/s,"
            f" floor {floors[-1].rate:.0f}/s"
        )
    return Size(
        subscribers=number,
        rate=round(median(one.rate for one in ours), 1),
        floor=round(median(one.rate for one in floors), 1),
        processor_us=_medians(ours),
        floor_processor_us=_medians(floors),
        peak_mib=round(max(one.peak_mib for one in ours), 1),
        others_cores=round(median(one.others_cores for one in (*ours, *floors)), 2),
    )


def _medians(rounds: Sequence[Drained]) -> Mapping[str, float]:
    return {
        name: round(median(one.processor_us[name] for one in rounds), 1)
        for name in rounds[0].processor_us
    }


def _listed(spent: Mapping[str, float]) -> str:
    return ", ".join(f"{name} {used:.0f}" for name, used in sorted(spent.items()))
