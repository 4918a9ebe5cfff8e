"""Orders on a real PostgreSQL: its desk, its queues, its counter."""

import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

import launch.postgres
from launch.postgres import Postgres
from runtime.database.database import Database
from runtime.database.migrations import run_migrations

sys.path.insert(0, str(Path(__file__).parent))

from back_office import BackOffice

from orders.settings import OrdersSettings


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    with launch.postgres.temporary() as server:
        yield server


@pytest.fixture(scope="session")
def migrated(postgres: Postgres, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of a database with the tables of orders."""
    url = postgres.fresh_database("orders")
    key = tmp_path_factory.mktemp("key") / "call.key"
    key.write_bytes(b"k" * 64)
    knobs = OrdersSettings(
        service="orders", database_url=url, kafka="127.0.0.1:1", call_key_file=key
    )
    run_migrations(knobs, "orders")
    return url


@pytest.fixture(scope="session")
async def database(migrated: str) -> AsyncIterator[Database]:
    opened = Database.connect(migrated, name="test")
    yield opened
    await opened.close()


@pytest.fixture
async def back_office(database: Database) -> BackOffice:
    """Empty orders."""
    async with database.transaction() as connection:
        await connection.exec_driver_sql(
            "TRUNCATE orders, order_history, arrears_heard, outbox, timer, command_log"
        )
    return BackOffice(database)
