"""Connections: how many, whose, and what is left of one that failed."""

import asyncio

import asyncpg  # type: ignore[import-untyped]  # it has no types
import pytest
from aiokafka.errors import KafkaConnectionError, TopicAuthorizationFailedError

from runtime.database import pool
from runtime.database.connection import Connection
from runtime.database.database import Database
from runtime.errors import is_transient
from runtime.settings.service_settings import ServiceSettings

TABLE = "CREATE TABLE person (name text PRIMARY KEY, age int CHECK (age >= 0), about jsonb)"
ADD = "INSERT INTO person (name, age) VALUES ($1, $2)"
NAMES = "SELECT name FROM person ORDER BY name"


@pytest.fixture
async def people(database: Database) -> Database:
    await database.run(TABLE)
    return database


async def names(database: Database) -> list[str]:
    return (await database.run(NAMES)).scalars()


async def test_rows_know_their_columns(people: Database) -> None:
    added = await people.run(ADD, ("Anna", 31))
    changed = await people.run("UPDATE person SET about = $1", ('{"likes": ["tea"]}',))

    (row,) = await people.run("SELECT name, age, about FROM person")

    assert (added.rowcount, changed.rowcount) == (1, 1)
    assert (row.name, row["age"], row[0]) == ("Anna", 31, "Anna")
    assert row.about == {"likes": ["tea"]}
    assert dict(**row) == {"name": "Anna", "age": 31, "about": {"likes": ["tea"]}}
    with pytest.raises(AttributeError):
        row.nothing  # noqa: B018 - it is the reading that fails


async def test_one_row_is_neither_none_nor_two(people: Database) -> None:
    assert (await people.run(NAMES)).first() is None
    assert (await people.run(NAMES)).scalar() is None
    with pytest.raises(LookupError):
        (await people.run(NAMES)).one()
    await people.run("INSERT INTO person (name) VALUES ('Anna'), ('Boris')")
    with pytest.raises(LookupError):
        (await people.run(NAMES)).scalar_one()


async def test_one_statement_commits_itself_or_is_part_of_the_transaction(people: Database) -> None:
    await people.run(ADD, ("Anna", 31))
    with pytest.raises(ValueError, match="no"):
        async with people.transaction():
            await people.run(ADD, ("Boris", 40))
            raise ValueError("no")

    assert await names(people) == ["Anna"]


async def test_errors_tell_the_rule_and_keep_the_values(people: Database) -> None:
    await people.run(ADD, ("Anna", 31))

    with pytest.raises(asyncpg.UniqueViolationError) as twice:
        await people.run(ADD, ("Anna", 31))
    with pytest.raises(asyncpg.CheckViolationError) as wrong:
        await people.run(ADD, ("Boris", -77))
    with pytest.raises(asyncpg.DataError) as no_number:
        await people.run(ADD, ("Boris", "no number"))

    assert twice.value.constraint_name == "person_pkey"
    told = " ".join(f"{one.value} {one.value!r}" for one in (twice, wrong, no_number))
    assert not any(value in told for value in ("Anna", "Boris", "-77", "no number"))
    assert not any(is_transient(one.value) for one in (twice, wrong, no_number))


async def test_a_commit_after_a_failed_statement_is_told(people: Database) -> None:
    called: list[str] = []

    with pytest.raises(asyncpg.InFailedSQLTransactionError):
        async with people.transaction() as connection:
            people.after_commit(lambda: called.append("committed"))
            await connection.exec_driver_sql(ADD, ("Anna", 31))
            with pytest.raises(asyncpg.CheckViolationError):
                await connection.exec_driver_sql(ADD, ("Boris", -1))

    assert called == []
    assert await names(people) == []


async def test_no_more_connections_than_allowed(
    settings: ServiceSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pool, "_WAIT_SECONDS", 0.2)
    narrow = Database.connect(settings.database_url, name="narrow", pool_size=2)

    async with narrow.transaction(), asyncio.TaskGroup() as group:
        second = group.create_task(hold(narrow))
        third = group.create_task(hold(narrow))
        done, _ = await asyncio.wait((second, third))

    errors = [error for one in done if (error := one.result()) is not None]
    assert len(errors) == 1
    assert is_transient(errors[0])
    opened = await narrow.run("SELECT count(*) FROM pg_stat_activity WHERE application_name = $1",
                              ("narrow",))  # fmt: skip
    assert opened.scalar_one() == 2
    await narrow.close()


async def hold(database: Database) -> Exception | None:
    try:
        async with database.transaction():
            await asyncio.sleep(0.5)
    except TimeoutError as error:
        return error
    return None


async def test_who_is_cancelled_changes_nothing_and_leaves_no_gap(
    settings: ServiceSettings, people: Database
) -> None:
    narrow = Database.connect(settings.database_url, name="narrow", pool_size=1)

    for _ in range(3):
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.1), narrow.transaction() as connection:
                await connection.exec_driver_sql(ADD, ("Anna", 31))
                await connection.exec_driver_sql("SELECT pg_sleep(20)")

    assert await names(narrow) == []
    running = "SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep%'"
    assert (await people.run(running)).scalar_one() == 0
    await narrow.close()


async def test_a_lost_connection_is_replaced(people: Database) -> None:
    mine = "SELECT pg_backend_pid()"
    before = (await people.run(mine)).scalar_one()

    with pytest.raises((asyncpg.PostgresError, asyncpg.InterfaceError, OSError)) as lost:
        async with people.transaction() as connection:
            await connection.exec_driver_sql("SELECT pg_terminate_backend(pg_backend_pid())")

    assert is_transient(lost.value)
    assert (await people.run(mine)).scalar_one() != before


class EndedByTheServer:
    """What asyncpg has after the server's last word, before it knows that the line is cut."""

    is_cut = False

    async def execute(self, statement: str) -> str:
        raise asyncpg.InternalClientError("cannot switch to state 15")

    async def prepare(self, statement: str) -> str:
        raise asyncpg.InternalClientError("cannot switch to state 11")

    def terminate(self) -> None:
        self.is_cut = True


async def test_a_connection_the_server_has_ended_is_given_up_and_tried_again() -> None:
    between, within = EndedByTheServer(), EndedByTheServer()

    with pytest.raises(asyncpg.InterfaceError) as lost:
        await Connection(between).commit()
    with pytest.raises(asyncpg.InterfaceError):
        await Connection(within).exec_driver_sql("SELECT 1")

    assert (between.is_cut, within.is_cut) == (True, True)
    assert is_transient(lost.value)


async def test_a_statement_outlives_a_change_of_its_table(people: Database) -> None:
    await people.run("SELECT * FROM person")
    await people.run("ALTER TABLE person ADD COLUMN town text")

    try:
        await people.run("SELECT * FROM person")
    except asyncpg.PostgresError as error:
        assert is_transient(error)

    assert await names(people) == []
    assert (await people.run("SELECT * FROM person")).all() == []


@pytest.mark.parametrize(
    "error",
    [
        asyncpg.InternalClientError("cannot switch to state 11; another operation is in progress"),
        asyncio.IncompleteReadError(b"", 4),
        KafkaConnectionError("no broker"),
        ConnectionResetError(),
        TimeoutError(),
    ],
)
def test_what_a_lost_server_raises_is_worth_another_try(error: Exception) -> None:
    assert is_transient(error)


def test_what_a_broker_forbids_is_not() -> None:
    assert not is_transient(TopicAuthorizationFailedError())
