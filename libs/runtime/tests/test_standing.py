"""What waits for a person is counted from the tables, also while nothing can be sent."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import asyncpg  # type: ignore[import-untyped]  # it has no types
import pytest
from prometheus_client import CollectorRegistry, Gauge

from kernel.clock import SystemClock, machine_now
from runtime.database.database import Database
from runtime.database.standing import DUE, HELD, LATE, LOCKED, Standing
from runtime.database.timers import hold, schedule
from runtime.messaging.outbox import Outbox, Outgoing
from runtime.messaging.relay import Relay
from runtime.messaging.relay_store import LOCK
from runtime.settings.service_settings import ServiceSettings
from runtime.telemetry import metrics

HOUR = timedelta(hours=1)
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


async def numbers(database: Database, standing: Standing) -> dict[str, float]:
    async with database.reading() as connection:
        rows = (await connection.exec_driver_sql(standing.text)).all()
    return {row.label: float(row.number) for row in rows}


@pytest.mark.parametrize("moved_by", [None, timedelta(), timedelta(days=400)])
async def test_locks_are_told_by_the_business_clock_also_where_nobody_ever_set_one(
    database: Database, moved_by: timedelta | None
) -> None:
    """Where the clock is the machine's, as in production, its row is not there."""
    now = machine_now() + (moved_by or timedelta())
    async with database.transaction() as connection:
        await connection.exec_driver_sql("DELETE FROM business_clock")
        if moved_by is not None:
            put = "INSERT INTO business_clock (moved_by) VALUES ($1)"
            await connection.exec_driver_sql(put, (moved_by,))
        for who, until in (("anna", now + HOUR), ("carl", now - HOUR)):
            await connection.exec_driver_sql(
                "INSERT INTO wrong_try (kind, who, target, since, locked_until)"
                " VALUES ('voucher', $1, '', $2, $3)",
                (who, now, until),
            )

    assert await numbers(database, LOCKED) == {"voucher": 1}


async def test_appointments_are_told_by_the_table_whoever_works(database: Database) -> None:
    async def told() -> dict[str, dict[str, float]]:
        standings = {"due": DUE, "late": LATE, "held": HELD}
        return {name: await numbers(database, one) for name, one in standings.items()}

    nothing = await told()
    now = machine_now()
    async with database.transaction() as connection:
        await connection.exec_driver_sql("DELETE FROM business_clock")
        await schedule(connection, "fee", "a/1", now - HOUR)
        await schedule(connection, "fee", "b/1", now + HOUR)
        await schedule(connection, "look", "a/1", now + HOUR)
        await hold(connection, "gift", "c/1", now - 9 * HOUR, refusal="NO")
    some = await told()
    async with database.transaction() as connection:
        taken = "UPDATE timer SET leased_until = now() + interval '1 minute' WHERE key = 'a/1'"
        await connection.exec_driver_sql(taken)

    assert nothing == {"due": {"timers": 0}, "late": {}, "held": {}}
    assert some["due"] == {"timers": 1}
    assert some["held"] == {"gift": 1}
    assert some["late"].keys() == {"fee", "look"}
    assert 3600 <= some["late"]["fee"] < 3660
    assert some["late"]["look"] == 0
    assert (await told())["due"] == {"timers": 0}


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
