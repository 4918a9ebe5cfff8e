"""What waits for a person is counted from the tables, also while nothing can be sent."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import asyncpg  # type: ignore[import-untyped]  # it has no types
import pytest
from prometheus_client import CollectorRegistry, Gauge

from kernel.clock import SystemClock
from runtime.database import Database
from runtime.outbox import Outbox, Outgoing
from runtime.relay import Relay
from runtime.relay_store import LOCK
from runtime.settings import ServiceSettings
from runtime.standing import Standing
from runtime.telemetry import metrics

Eventually = Callable[[Callable[[], Awaitable[bool]]], Awaitable[None]]


@pytest.fixture
async def waiting(database: Database) -> Standing:
    async with database.transaction() as connection:
        await connection.exec_driver_sql("CREATE TABLE desk (reason text NOT NULL)")
    gauge = Gauge("waiting_now", "Of this test", ["reason"], registry=CollectorRegistry())
    statement = "SELECT reason AS label, count(*) AS number FROM desk GROUP BY reason"
    return Standing(gauge, statement)


@asynccontextmanager
async def running(relay: Relay) -> AsyncIterator[None]:
    task = asyncio.create_task(relay.run())
    yield
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


async def test_what_waits_is_told_while_no_broker_answers_and_forgotten_when_another_leads(
    settings: ServiceSettings,
    database: Database,
    waiting: Standing,
    words: Any,
    eventually: Eventually,
) -> None:
    outbox = Outbox(database)
    async with database.transaction() as connection:
        await connection.exec_driver_sql("INSERT INTO desk VALUES ('fire'), ('fire'), ('flood')")
        said = [Outgoing("boss.said.v1", "anna", words.Said(text="hello"))]
        await outbox.put(connection, said, now=SystemClock().now())
    relay = Relay(settings, outbox, standings=[waiting])

    def told() -> dict[str, float]:
        (family,) = waiting.gauge.collect()
        return {sample.labels["reason"]: sample.value for sample in family.samples}

    async def is_told() -> bool:
        return told() == {"fire": 2, "flood": 1} and metrics.OUTBOX_AGE._value.get() > 0.5

    async def is_forgotten() -> bool:
        return told() == {}

    async with running(relay):
        await eventually(is_told)
    another = await asyncpg.connect(settings.database_url.replace("+asyncpg", ""))
    await another.execute("SELECT pg_advisory_lock($1)", LOCK)
    async with running(Relay(settings, outbox, standings=[waiting])):
        await eventually(is_forgotten)
        assert metrics.OUTBOX_AGE._value.get() == 0
        assert metrics.OUTBOX_WAITING._value.get() == 0
    await another.close()
