"""The switch's side: so many uses at once, or so many a second, each reserved and committed."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from bench.usage.crowd import Crowd
from boss.billing.v1 import charging_pb2
from kernel.clock import monotonic
from kernel.ids import new_id

Reserve = Callable[[charging_pb2.ReserveRequest], Awaitable[charging_pb2.ReserveResponse]]
Commit = Callable[[charging_pb2.CommitRequest], Awaitable[charging_pb2.CommitResponse]]
SECONDS = 60


@dataclass(frozen=True, slots=True)
class Door:
    """Where the switch asks: billing, or the floor."""

    reserve: Reserve
    commit: Commit

    async def use(self, crowd: Crowd) -> None:
        """Ask for a minute, then say that it was used."""
        _, msisdn = crowd.pick()
        asked = charging_pb2.ReserveRequest(
            request_id=new_id(),
            msisdn=msisdn,
            kind="voice",
            peer="8613811112222",
            roam_type="home",
            units=SECONDS,
        )
        asked.started_at.FromDatetime(datetime.now(UTC))
        answer = await self.reserve(asked)
        await self.commit(
            charging_pb2.CommitRequest(
                request_id=new_id(),
                reservation_id=answer.grant.reservation_id,
                used_units=SECONDS,
                record_id=new_id(),
            )
        )


async def closed(door: Door, crowd: Crowd, *, in_flight: int, seconds: float) -> float:
    """Keep so many uses going; return uses a second."""
    until = monotonic() + seconds
    done = 0

    async def go_on() -> None:
        nonlocal done
        while monotonic() < until:
            await door.use(crowd)
            done += 1

    begun = monotonic()
    await asyncio.gather(*(go_on() for _ in range(in_flight)))
    return done / (monotonic() - begun)


async def paced(door: Door, crowd: Crowd, *, rate: float, seconds: float) -> list[float]:
    """Begin so many uses a second, however long each takes; return how long each took."""
    lasted: list[float] = []

    async def one(due: float) -> None:
        await door.use(crowd)
        lasted.append(monotonic() - due)

    begun = monotonic()
    tasks = []
    for turn in range(int(rate * seconds)):
        due = begun + turn / rate
        if (early := due - monotonic()) > 0:
            await asyncio.sleep(early)
        tasks.append(asyncio.create_task(one(due)))
    await asyncio.gather(*tasks)
    return lasted
