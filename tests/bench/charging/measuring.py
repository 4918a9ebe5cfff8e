"""The course of it: for each size of the base, rounds of billing and floor under the same load."""

import asyncio
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass, field
from statistics import median
from typing import Any

import grpc
import psutil  # type: ignore[import-untyped]  # ships no types

from bench.charging import floor
from bench.charging.load import Door, closed, paced
from bench.machine import Machine
from bench.rounds import percentile
from bench.usage.crowd import Crowd, settle
from bench.usage.servers import BILLING, Servers
from boss.billing.v1 import charging_pb2, charging_pb2_grpc
from kernel.clock import monotonic
from launch.free_port import LOOPBACK, free_port
from launch.parts import TO_END, TO_START
from launch.progress import Progress
from runtime.rpc.caller import Channels
from runtime.settings.service_settings import ServiceSettings

AIM_RATIO = 0.5
SWITCH = "emulator"
"""Who may ask."""
WARM_SECONDS = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What is to be measured."""

    subscribers: Sequence[int]
    in_flight: int
    rounds: int
    seconds: float
    durable: bool


@dataclass(frozen=True, slots=True)
class Side:
    """One side at one size: uses a second, and how long one takes at half that load."""

    rates: Sequence[float]
    rate: float
    half_p50_ms: float
    half_p95_ms: float
    memory_mib: float


@dataclass(frozen=True, slots=True)
class Size:
    subscribers: int
    charging: Side
    floor: Side

    @property
    def ratio(self) -> float:
        return round(self.charging.rate / self.floor.rate, 3)


@dataclass(slots=True)
class Report:
    """Everything it has to say."""

    machine: Machine
    setting: Mapping[str, Any]
    sizes: list[Size] = field(default_factory=list)

    def content(self) -> Mapping[str, Any]:
        """Return it for JSON."""
        ratios = {str(one.subscribers): one.ratio for one in self.sizes}
        return {"ratios": ratios, "aims": {"ratio": AIM_RATIO}, **asdict(self)}

    def lines(self) -> Iterator[str]:
        """Say it for people."""
        yield f"Machine    {self.machine.sentence()}"
        yield "Setting    " + ", ".join(f"{name} {said}" for name, said in self.setting.items())
        yield ""
        yield f"{'':>12}{'reserve + commit, /s':>30}{'':>8}{'p95 at half load, ms':>28}"
        yield (
            f"{'subscribers':>12}{'charging':>15}{'floor':>15}{'ratio':>8}"
            f"{'charging':>15}{'floor':>13}{'MiB':>8}"
        )
        for size in self.sizes:
            mine, bare = size.charging, size.floor
            yield (
                f"{size.subscribers:>12}{mine.rate:>15.1f}{bare.rate:>15.1f}{size.ratio:>8.0%}"
                f"{mine.half_p95_ms:>15.1f}{bare.half_p95_ms:>13.1f}{mine.memory_mib:>8.0f}"
            )


async def measure(servers: Servers, wish: Wish, progress: Progress) -> Report:
    """Measure every size of the base."""
    setting = {
        "in flight": wish.in_flight,
        "rounds": f"{wish.rounds} of {wish.seconds:g} s each side",
        "commits": "wait for the disk" if wish.durable else "do not wait for the disk",
    }
    report = Report(Machine.here(), setting)
    for number in wish.subscribers:
        with progress.step(f"{number} subscribers"):
            await settle(servers.dsn, number=number)
        async with _charging(servers) as (mine, own), _floor(servers, number) as (bare, other):
            sides = await _rounds((mine, bare), (own, other), wish, number)
        report.sizes.append(Size(number, *sides))
        progress.say(f"  {number} subscribers: {sides[0].rate:.0f}/s, floor {sides[1].rate:.0f}/s")
    return report


async def _rounds(
    doors: tuple[Door, Door], pids: tuple[int, int], wish: Wish, number: int
) -> tuple[Side, Side]:
    crowd = Crowd(number, seed=1)
    rates: tuple[list[float], list[float]] = ([], [])
    for door in doors:
        await closed(door, crowd, in_flight=wish.in_flight, seconds=WARM_SECONDS)
    for _ in range(wish.rounds):
        for door, spells in zip(doors, rates, strict=True):
            spells.append(await closed(door, crowd, in_flight=wish.in_flight, seconds=wish.seconds))
    sides = []
    for door, spells, pid in zip(doors, rates, pids, strict=True):
        rate = median(spells)
        lasted = await paced(door, crowd, rate=rate / 2, seconds=wish.seconds)
        sides.append(
            Side(
                rates=[round(one, 1) for one in spells],
                rate=round(rate, 1),
                half_p50_ms=percentile(lasted, 50),
                half_p95_ms=percentile(lasted, 95),
                memory_mib=round(psutil.Process(pid).memory_info().rss / 2**20, 1),
            )
        )
    return sides[0], sides[1]


@asynccontextmanager
async def _charging(servers: Servers) -> AsyncIterator[tuple[Door, int]]:
    program = servers.program(BILLING, "api")
    process = program.start()
    settings = ServiceSettings(
        service=SWITCH,
        database_url="",
        kafka=servers.kafka,
        call_key_file=servers.surroundings.keys.key("call"),
        peers={BILLING: servers.surroundings.ports.address(BILLING)},
    )
    channels = Channels(settings)
    stub: Any = charging_pb2_grpc.ChargingServiceStub(channels[BILLING])
    try:
        await _answers(servers.surroundings.ports.address(BILLING))
        yield Door(stub.Reserve, stub.Commit), process.pid
    finally:
        await channels.close()
        await asyncio.to_thread(process.end, within=TO_END)


@asynccontextmanager
async def _floor(servers: Servers, number: int) -> AsyncIterator[tuple[Door, int]]:
    port = free_port()
    process = servers.program("bench.charging.floor", str(port), str(number)).start()
    address = f"{LOOPBACK}:{port}"
    try:
        async with grpc.aio.insecure_channel(address) as channel:
            await _answers(address)
            yield (
                Door(
                    channel.unary_unary(
                        f"/{floor.SERVICE}/Reserve",
                        charging_pb2.ReserveRequest.SerializeToString,
                        charging_pb2.ReserveResponse.FromString,
                    ),
                    channel.unary_unary(
                        f"/{floor.SERVICE}/Commit",
                        charging_pb2.CommitRequest.SerializeToString,
                        charging_pb2.CommitResponse.FromString,
                    ),
                ),
                process.pid,
            )
    finally:
        await asyncio.to_thread(process.end, within=TO_END)


async def _answers(address: str) -> None:
    """Wait until somebody listens there; raises TimeoutError."""
    until = monotonic() + TO_START
    host, _, port = address.rpartition(":")
    while True:
        try:
            _, writer = await asyncio.open_connection(host, int(port))
        except OSError:
            if monotonic() > until:
                raise TimeoutError(f"nobody answers at {address}") from None
            await asyncio.sleep(0.1)
        else:
            writer.close()
            return
