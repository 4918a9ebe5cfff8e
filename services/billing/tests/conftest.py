"""Billing on a real PostgreSQL, and the same use cases on a unit of work that only pretends."""

import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

import launch.postgres
from launch.postgres import Postgres
from runtime.database.database import Database
from runtime.database.migrations import run_migrations

sys.path.insert(0, str(Path(__file__).parent))

from held_accounts import see_that_held_accounts_are_true
from house_of_billing import HouseOfBilling, settings_for

from billing.settings import ProviderSettings


@pytest.fixture(autouse=True)
def held_accounts(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The accounts that were asked for again in a transaction; each is compared with its row."""
    return see_that_held_accounts_are_true(monkeypatch)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    with launch.postgres.temporary() as server:
        yield server


@pytest.fixture(scope="session")
def migrated(postgres: Postgres) -> str:
    """The address of a database with billing's tables."""
    url = postgres.fresh_database("billing")
    run_migrations(settings_for(url), "billing")
    return url


@pytest.fixture(scope="session")
async def database(migrated: str) -> AsyncIterator[Database]:
    opened = Database.connect(migrated, name="test")
    yield opened
    await opened.close()


@pytest.fixture
async def empty(database: Database) -> None:
    """Tables with nothing in them."""
    async with database.transaction() as connection:
        await connection.exec_driver_sql(
            "TRUNCATE account, customer, paid_subscriber, plan_period, sub_card, closed_to_cards,"
            " ledger_entry, posting, payment,"
            " usage_record, month_of_use, charged_month, data_opening, usage_difference,"
            " usage_total, catalogue_version, timer, outbox, step_log, command_log, inbox,"
            " payment_reversal, top_up, collected_besides, moved_alone, balance_book,"
            " voucher, wrong_try,"
            " adjustment, reservation, allowance, class_of_use"
        )


@pytest.fixture
async def house(database: Database, migrated: str, empty: None, tmp_path: Path) -> HouseOfBilling:
    """An empty billing with the catalogue loaded."""
    key = tmp_path / "voucher.key"
    key.write_text("5a" * 32)
    other = tmp_path / "other.key"
    other.write_text("a5" * 32)
    providers = {
        "pay": ProviderSettings(page="https://pay.example/pay", key_file=key),
        "other": ProviderSettings(page="https://other.example", key_file=other),
    }
    told = settings_for(migrated).model_copy(
        update={"voucher_key_file": key, "payment_providers": providers}
    )
    opened = HouseOfBilling(database, told)
    await opened.loads_catalogue()
    return opened
