"""Accounts on a real PostgreSQL, and a desk of its own for each test."""

import secrets
import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

import launch.postgres
from accounts.settings import AccountsSettings
from launch.postgres import Postgres
from runtime.database import Database
from runtime.migrations import run_migrations

sys.path.insert(0, str(Path(__file__).parent))


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    with launch.postgres.temporary() as server:
        yield server


@pytest.fixture(scope="session")
def settings(postgres: Postgres, tmp_path_factory: pytest.TempPathFactory) -> AccountsSettings:
    """Knobs of accounts with a migrated database and keys of its own."""
    folder = tmp_path_factory.mktemp("keys")
    for name in ("call", "personal-data", "blind-index"):
        (folder / f"{name}.key").write_text(secrets.token_hex(32))
    knobs = AccountsSettings(
        service="accounts",
        database_url=postgres.fresh_database("accounts"),
        kafka="127.0.0.1:1",
        embedded_broker=True,
        call_key_file=folder / "call.key",
        personal_data_key_file=folder / "personal-data.key",
        blind_index_key_file=folder / "blind-index.key",
        drain_seconds=2,
        log_format="console",
    )
    run_migrations(knobs, "accounts")
    return knobs


@pytest.fixture(scope="session")
async def database(settings: AccountsSettings) -> AsyncIterator[Database]:
    connected = Database.connect(settings.database_url, name="test")
    yield connected
    await connected.close()
