"""A pretend network on a real PostgreSQL, with its doors open."""

import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

import launch.postgres
from launch.postgres import Postgres
from runtime.database.database import Database
from runtime.database.migrations import run_migrations

sys.path.insert(0, str(Path(__file__).parent))

from pretend_network import PretendNetwork, settings_for


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    with launch.postgres.temporary() as server:
        yield server


@pytest.fixture(scope="session")
def migrated(postgres: Postgres, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of a database with the emulator's tables."""
    url = postgres.fresh_database("emulator")
    run_migrations(settings_for(url, tmp_path_factory.mktemp("cdr")), "emulator")
    return url


@pytest.fixture(scope="session")
async def database(migrated: str) -> AsyncIterator[Database]:
    opened = Database.connect(migrated, name="test")
    yield opened
    await opened.close()


@pytest.fixture
async def network(
    database: Database, migrated: str, tmp_path: Path
) -> AsyncIterator[PretendNetwork]:
    """An empty network."""
    async with database.transaction() as connection:
        await connection.exec_driver_sql(
            "TRUNCATE subscription, card_key, visitor, handset, made_call, received_call,"
            " text_message, record_file, call_record, mml_log"
        )
    async with PretendNetwork(database, settings_for(migrated, tmp_path / "cdr")) as opened:
        yield opened
