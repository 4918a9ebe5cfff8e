"""Accounts on a real PostgreSQL, and a desk of its own for each test."""

import secrets
import sys
from collections.abc import AsyncIterator, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

import launch.postgres
from accounts.customers.storage.key_file import read_blind_key, read_personal_keys
from accounts.customers.storage.safe import Safe
from accounts.settings import AccountsSettings
from accounts.unit_of_work import Limits, UnitOfWork, message_of
from launch.postgres import Postgres
from runtime.database.database import Database
from runtime.database.migrations import run_migrations
from runtime.messaging.outbox import Outbox

sys.path.insert(0, str(Path(__file__).parent))

from accounts_in_memory import FakeShop
from shop_of_accounts import Shop

from boss.accounts.v1.events_pb2 import CustomerChanged, LanguageChosen, SubscriberChanged
from boss.audit.v1.events_pb2 import AuditRecorded
from boss.billing.v1.events_pb2 import SmsRequested

KINDS: dict[str, Any] = {
    kind.DESCRIPTOR.full_name: kind
    for kind in (CustomerChanged, SubscriberChanged, AuditRecorded, LanguageChosen, SmsRequested)
}


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


@pytest.fixture(scope="session")
def safe(settings: AccountsSettings) -> Safe:
    personal = read_personal_keys(settings.personal_data_key_file)
    return Safe(personal, read_blind_key(settings.blind_index_key_file))


@pytest.fixture(params=["fake", "postgres"])
def shop(request: pytest.FixtureRequest) -> Shop:
    """Accounts on each kind of unit of work: the fake is proved as the real one is."""
    chosen: Shop = request.getfixturevalue(f"{request.param}_shop")
    return chosen


@pytest.fixture
def fake_shop() -> Shop:
    kept = FakeShop()

    async def said_about(key: str) -> Sequence[Any]:
        said = [message_of(event) for event in kept.books.said]
        return [one.message for one in said if one.key == key]

    return Shop(kept.uow, said_about)


@pytest.fixture
def postgres_shop(database: Database, safe: Safe) -> Shop:
    uow = UnitOfWork(database, outbox=Outbox(database), safe=safe, limits=Limits())

    async def said_about(key: str) -> Sequence[Any]:
        async with database.reading() as connection:
            rows = await connection.exec_driver_sql(
                "SELECT event_type, payload FROM said_event WHERE key = $1 ORDER BY id, place",
                (key,),
            )
            said = [_message(row.event_type, row.payload) for row in rows]
            for one in said:
                if getattr(one, "text_id", ""):
                    assert one.reason == ""
                    text = await connection.exec_driver_sql(
                        "SELECT text FROM typed_text WHERE id = $1", (one.text_id,)
                    )
                    one.reason = text.scalar_one()
            return said

    return Shop(uow, said_about)


def _message(name: str, payload: bytes) -> Any:
    return KINDS[name].FromString(payload)
