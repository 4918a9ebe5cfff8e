"""PostgreSQL goes away under a running service and comes back: nothing is lost or done twice."""

import asyncio
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

import asyncpg  # type: ignore[import-untyped]  # it has no types
import pytest
from prometheus_client import REGISTRY

import launch.postgres
from boss.runtime.v1.operations_pb2 import Span
from kernel.clock import SystemClock
from launch.broker import Broker
from launch.postgres import Postgres
from runtime.database.migrations import run_migrations
from runtime.errors import is_transient
from runtime.host.host import Host
from runtime.host.service import Parts, Plumbing, Service
from runtime.messaging.listener import Listener, Received
from runtime.messaging.outbox import Outgoing
from runtime.messaging.relay_store import RelayStore
from runtime.settings.service_settings import ServiceSettings

TOPIC = "boss.said.v1"
LONGEST = 60.0
"""Seconds a server and all that lean on it may take to be there again."""
Check = Callable[[], Awaitable[bool]]


class Trial:
    """A service that writes down what it hears."""

    def build(self, plumbing: Plumbing) -> Parts:
        self.plumbing = plumbing
        return Parts(listeners=[Listener(TOPIC, {Span: self.hear})])

    async def hear(self, heard: Sequence[Received]) -> None:
        async with self.plumbing.database.transaction() as connection:
            for each in heard:
                await connection.exec_driver_sql(
                    "INSERT INTO effect VALUES ($1)", (each.message.name,)
                )

    async def say(self, name: str) -> None:
        """Say it; a database that is away is asked again, as a client with a request id does."""
        while True:
            try:
                async with self.plumbing.database.transaction() as connection:
                    await self.plumbing.outbox.put(
                        connection, [Outgoing(TOPIC, "key", Span(name=name))], now=moment()
                    )
            except Exception as error:
                if not is_transient(error):
                    raise
                await asyncio.sleep(0.05)
            else:
                return

    async def effects(self) -> list[str]:
        try:
            async with self.plumbing.database.reading() as connection:
                rows = await connection.exec_driver_sql("SELECT name FROM effect")
                return [row.name for row in rows]
        except Exception as error:
            if not is_transient(error):
                raise
            return []


@pytest.fixture
def own_postgres() -> Iterator[Postgres]:
    with launch.postgres.temporary() as server:
        yield server


@pytest.fixture
async def trial(own_postgres: Postgres, broker: Broker, tmp_path: Path) -> AsyncIterator[Trial]:
    broker.create_topic(TOPIC, partitions=1)
    key = tmp_path / "call.key"
    key.write_text(secrets.token_hex(32))
    settings = ServiceSettings(
        service="runtime",
        database_url=own_postgres.fresh_database("runtime"),
        kafka=broker.bootstrap,
        embedded_broker=True,
        call_key_file=key,
        drain_seconds=2,
    )
    await asyncio.to_thread(run_migrations, settings, "runtime")
    trial = Trial()
    host = Host(Service("runtime", ServiceSettings, trial.build), settings, "all")
    staying = asyncio.create_task(host.stay())
    await host.is_open.wait()
    async with trial.plumbing.database.transaction() as connection:
        await connection.exec_driver_sql("CREATE TABLE effect (name text)")
    yield trial
    host.stop()
    await staying


class Eventually(Protocol):
    """Waits until something comes true."""

    def __call__(self, condition: Check, *, seconds: float) -> Awaitable[None]: ...


def moment() -> datetime:
    return SystemClock().now()


@pytest.mark.parametrize("crash", ["kill", "stop"])
async def test_a_database_that_goes_away_and_comes_back_loses_and_doubles_nothing(
    crash: str, trial: Trial, own_postgres: Postgres, eventually: Eventually
) -> None:
    saying = asyncio.create_task(say_all(trial))
    await asyncio.sleep(0.3)

    await asyncio.to_thread(getattr(own_postgres, crash))
    await asyncio.sleep(0.5)
    await asyncio.to_thread(own_postgres.run)
    await saying

    async def all_is_heard() -> bool:
        return {f"{number}" for number in range(100)} <= set(await trial.effects())

    await eventually(all_is_heard, seconds=LONGEST)
    heard = await trial.effects()
    # A commit whose answer was lost is said again by this test, which has no request id.
    assert list(dict.fromkeys(heard)) == [f"{number}" for number in range(100)]
    assert len(heard) <= 101


async def say_all(trial: Trial) -> None:
    for number in range(100):
        await trial.say(f"{number}")
        await asyncio.sleep(0.01)


@pytest.mark.parametrize("method", ["acknowledge", "waiting", "lead", "measure", "broker"])
async def test_whatever_the_relay_is_raised_it_starts_over_and_its_process_lives(
    method: str, trial: Trial, eventually: Eventually, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What asyncpg raised where the database was killed while the relay acknowledged."""
    real, left = getattr(RelayStore, method), [
        asyncpg.InternalClientError("cannot switch to state 11; another operation is in progress"),
        asyncio.CancelledError("a future of the library's own"),
        AttributeError("'NoneType' object has no attribute 'write'"),
    ]  # fmt: skip
    before = failures()
    if method in ("lead", "broker"):  # asked only where it begins anew
        monkeypatch.setattr(
            RelayStore, "waiting", raises_first([OSError("gone")], RelayStore.waiting)
        )
    monkeypatch.setattr(RelayStore, method, raises_first(left, real))

    await trial.say("Anna")

    async def is_heard() -> bool:
        return left == [] and await trial.effects() == ["Anna"]

    await eventually(is_heard, seconds=LONGEST)
    assert failures() - before >= 3


def raises_first(errors: list[Any], real: Any) -> Any:
    async def call(*given: Any) -> Any:
        if errors:
            raise errors.pop(0)
        return await real(*given)

    return call


def failures() -> float:
    return REGISTRY.get_sample_value("kaitong_loop_failed_total", {"loop": "relay"}) or 0.0
