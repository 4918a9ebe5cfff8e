"""Transactions that join, and what is done after they commit."""

import asyncio
import sys
from datetime import UTC, datetime

import asyncpg  # type: ignore[import-untyped]  # it has no types
import pytest

from launch.postgres import Postgres
from runtime.database.database import Database
from runtime.database.migrations import Schema
from runtime.database.savepoint import savepoint

NOON = datetime(2026, 10, 1, 12, tzinfo=UTC)
SCHEDULE = (
    "INSERT INTO timer (name, key, due_at, traceparent, order_id) VALUES ('a', $1, now(), '', '')"
)


async def number_of_timers(database: Database) -> int:
    async with database.reading() as connection:
        return int((await connection.exec_driver_sql("SELECT count(*) FROM timer")).scalar_one())


async def test_a_transaction_inside_another_is_the_same_one(database: Database) -> None:
    with pytest.raises(ValueError, match="no"):
        async with database.transaction() as outer:
            async with database.transaction() as inner:
                assert inner is outer
                await inner.exec_driver_sql(SCHEDULE, ("one",))
            raise ValueError("no")

    assert await number_of_timers(database) == 0


async def test_reading_inside_a_transaction_sees_what_it_wrote(database: Database) -> None:
    async with database.transaction() as connection:
        await connection.exec_driver_sql(SCHEDULE, ("one",))

        assert await number_of_timers(database) == 1


async def test_a_task_started_inside_a_transaction_is_not_in_it(database: Database) -> None:
    async with database.transaction() as connection:
        await connection.exec_driver_sql(SCHEDULE, ("one",))

        assert await asyncio.create_task(number_of_timers(database)) == 0


async def test_hooks_are_called_once_and_only_after_a_commit(database: Database) -> None:
    called: list[str] = []

    def hook() -> None:
        called.append("committed")

    async with database.transaction():
        database.after_commit(hook)
        database.after_commit(hook)
        assert called == []
    with pytest.raises(ValueError, match="no"):
        async with database.transaction():
            database.after_commit(hook)
            raise ValueError("no")

    assert called == ["committed"]


async def test_the_schema_is_behind_until_it_is_migrated(
    database: Database,
) -> None:
    schema = Schema.of("runtime")
    async with database.transaction() as connection:
        await connection.exec_driver_sql("DELETE FROM alembic_version")

    assert await schema.is_behind(database)

    async with database.transaction() as connection:
        (head,) = schema.heads
        await connection.exec_driver_sql("INSERT INTO alembic_version VALUES ($1)", (head,))

    assert not await schema.is_behind(database)


async def test_a_database_newer_than_the_code_is_not_behind(database: Database) -> None:
    async with database.transaction() as connection:
        await connection.exec_driver_sql("UPDATE alembic_version SET version_num = 'from_tomorrow'")

    assert not await Schema.of("runtime").is_behind(database)


MIGRATE = """
import sys
from runtime.database.migrations import run_migrations
from runtime.settings.service_settings import MigrationSettings
run_migrations(MigrationSettings(service="runtime", database_url=sys.argv[1]), "runtime")
"""


async def test_migrations_that_run_at_once_wait_for_each_other(postgres: Postgres) -> None:
    url = postgres.fresh_database("runtime")
    processes = [
        await asyncio.create_subprocess_exec(sys.executable, "-c", MIGRATE, url) for _ in range(3)
    ]

    ends = [await process.wait() for process in processes]

    assert ends == [0, 0, 0]
    database = Database.connect(url, name="test")
    assert not await Schema.of("runtime").is_behind(database)
    await database.close()


TIMER = ("name", "key", "due_at", "traceparent", "order_id")


async def test_rows_are_copied_as_they_are(database: Database) -> None:
    async with database.transaction() as connection:
        rows = [("a", key, NOON, "", "") for key in ("one", "two")]
        await connection.copy("timer", columns=TIMER, rows=rows)

    assert await number_of_timers(database) == 2


async def test_what_a_constraint_refuses_is_taken_back_alone(database: Database) -> None:
    async with database.transaction() as connection:
        await connection.exec_driver_sql(SCHEDULE, ("one",))
        rows = [("a", key, NOON, "", "") for key in ("two", "one")]
        with pytest.raises(asyncpg.UniqueViolationError) as refused:
            async with savepoint(connection):
                await connection.copy("timer", columns=TIMER, rows=rows)
        await connection.exec_driver_sql(SCHEDULE, ("three",))

    assert await number_of_timers(database) == 2
    assert refused.value.detail is None
