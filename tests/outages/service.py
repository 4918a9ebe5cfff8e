"""The service that must live through it: it says, hears, has timers, a clock and spans."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta
from uuid import uuid4

from boss.runtime.v1.operations_pb2 import Span
from kernel.clock import machine_now, monotonic
from outages.findings import Findings
from outages.ground import TOPIC, Ground
from runtime.database.timers import schedule
from runtime.host.host import Host
from runtime.host.service import Parts, Plumbing, Service
from runtime.jobs import keep_running
from runtime.jobs.timers import DueTimer, Timers
from runtime.messaging.listener import Listener, Received
from runtime.messaging.outbox import Outgoing
from runtime.settings.service_settings import ServiceSettings

TIMER = "probe"
LONGEST = 60.0
"""Seconds after which something is taken not to come back."""
LOOK = 0.05


class DoesNotComeBack(AssertionError):
    """Something that lives as long as its process does not."""


class Trial:
    """Writes down what it hears and which timers came."""

    def build(self, plumbing: Plumbing) -> Parts:
        self.plumbing = plumbing
        timers = Timers({TIMER: self.come}, plumbing.database, plumbing.clock)
        return Parts(listeners=[Listener(TOPIC, {Span: self.hear})], works=[timers])

    async def hear(self, heard: Sequence[Received]) -> None:
        async with self.plumbing.database.transaction() as connection:
            for each in heard:
                await connection.exec_driver_sql(
                    "INSERT INTO effect VALUES ($1, 'heard')", (each.message.name,)
                )

    async def come(self, timer: DueTimer) -> None:
        async with self.plumbing.database.transaction() as connection:
            await connection.exec_driver_sql("INSERT INTO effect VALUES ($1, 'came')", (timer.key,))

    async def is_back(self) -> None:
        """Say something and set a timer, and wait for both, and for the clock.

        Raises DoesNotComeBack.
        """
        name, until = str(uuid4()), monotonic() + LONGEST
        await self._again(until, lambda: self._ask(name))
        await self._again(until, lambda: self._has_come(name))

    async def effects_twice(self) -> Sequence[str]:
        """Return what happened twice."""
        statement = "SELECT name FROM effect GROUP BY name, kind HAVING count(*) > 1"
        return (await self.plumbing.database.run(statement)).scalars()

    async def _ask(self, name: str) -> None:
        """Said and set in one transaction; whoever does not know whether it went asks again."""
        now = machine_now()
        async with self.plumbing.database.transaction() as connection:
            known = await connection.exec_driver_sql("SELECT FROM asked WHERE name = $1", (name,))
            if known.first() is not None:
                return
            await connection.exec_driver_sql("INSERT INTO asked VALUES ($1)", (name,))
            said = [Outgoing(TOPIC, "key", Span(name=name))]
            await self.plumbing.outbox.put(connection, said, now=now)
            await schedule(connection, TIMER, name, now - timedelta(days=1))
        self._moved_to = now + timedelta(days=365)
        await self.plumbing.database.run(
            "INSERT INTO business_clock (standing_at, moved_by) VALUES ($1, interval '0')"
            " ON CONFLICT (one) DO UPDATE SET standing_at = excluded.standing_at",
            (self._moved_to,),
        )

    async def _has_come(self, name: str) -> None:
        done = await self.plumbing.database.run("SELECT kind FROM effect WHERE name = $1", (name,))
        if {*done.scalars()} != {"heard", "came"}:
            told = "SELECT kind, sum(total) FROM hand_over_total GROUP BY kind"
            totals = {row[0]: int(row[1]) for row in await self.plumbing.database.run(told)}
            left = (await self.plumbing.database.run("SELECT count(*) FROM outbox")).scalar()
            raise LookupError(f"only {done.scalars()} was done; {totals}, {left} in the outbox")
        if self.plumbing.clock.now() < self._moved_to:
            raise LookupError("the clock does not follow")

    async def _again(self, until: float, act: Callable[[], Awaitable[None]]) -> None:
        while True:
            try:
                await act()
            except Exception as error:
                if monotonic() > until:
                    raise DoesNotComeBack(f"{error!r} after {LONGEST:.0f} s") from error
            else:
                return
            await asyncio.sleep(LOOK)


class Living:
    """The service in this process; what its loops are raised is noted."""

    def __init__(self, ground: Ground) -> None:
        self.trial = Trial()
        self._settings = ground.settings
        self._house: Host[ServiceSettings]
        self._staying: asyncio.Task[None]

    async def start(self) -> None:
        service = Service("runtime", ServiceSettings, self.trial.build)
        self._house = Host(service, self._settings, "all")
        self._staying = asyncio.create_task(self._house.stay())
        opening = asyncio.create_task(self._house.is_open.wait())
        await asyncio.wait({self._staying, opening}, return_when=asyncio.FIRST_COMPLETED)

    async def stop(self) -> None:
        """Close it in order; raises DoesNotComeBack where it ended by itself."""
        if self._staying.done():
            raise DoesNotComeBack("the process ended") from self._staying.exception()
        self._house.stop()
        await self._staying

    async def start_anew(self) -> None:
        """As the launcher does where the embedded broker died: its successor knows nothing."""
        await self.stop()
        await self.start()


@asynccontextmanager
async def living(ground: Ground, findings: Findings) -> AsyncIterator[Living]:
    """Run the service inside the block, with the tables it needs."""
    alive, bear = Living(ground), keep_running.Setbacks.bear

    async def noted(self: keep_running.Setbacks, error: BaseException) -> None:
        findings.note("loop", self._loop, error)
        await bear(self, error)

    keep_running.Setbacks.bear = noted  # type: ignore[method-assign]  # it is watched
    try:
        await alive.start()
        await _make_tables(alive.trial)
        yield alive
        await alive.stop()
    finally:
        keep_running.Setbacks.bear = bear  # type: ignore[method-assign]  # no longer


async def _make_tables(trial: Trial) -> None:
    async with trial.plumbing.database.transaction() as connection:
        for table in (
            "effect (name text, kind text)",
            "asked (name text PRIMARY KEY)",
            "written (id bigint GENERATED ALWAYS AS IDENTITY)",
        ):
            await connection.exec_driver_sql(f"CREATE TABLE {table}")
