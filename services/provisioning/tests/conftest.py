"""Provisioning on a real PostgreSQL, before a pretend network with its doors open."""

import secrets
import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

import launch.postgres
from launch.postgres import Postgres
from runtime.database.database import Database
from runtime.database.migrations import run_migrations

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parents[2] / "emulator/tests"))

from adapter import Adapter, knobs
from pretend_network import ANNA, PretendNetwork, settings_for

from provisioning.changes.kinds.replace_imsi import ReplaceImsi

NETWORK_TABLES = (
    "subscription, card_key, visitor, handset, made_call, received_call, text_message,"
    " record_file, call_record, mml_log"
)
OUR_TABLES = (
    "network_order, network_change, lane_place, profile, card_holder, awaited_card, card_key,"
    " element_log, element_session, record_file, taken_file, usage_record, refused_record,"
    " comparison, outbox, step_log, command_log, text_message, text_receipt, subscriber_language,"
    " card_puk, puk_grant"
)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    with launch.postgres.temporary() as server:
        yield server


@pytest.fixture(scope="session")
def network_url(postgres: Postgres, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of a database with the emulator's tables."""
    url = postgres.fresh_database("emulator")
    run_migrations(settings_for(url, tmp_path_factory.mktemp("cdr")), "emulator")
    return url


@pytest.fixture(scope="session")
def our_url(postgres: Postgres, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of a database with our tables."""
    url = postgres.fresh_database("provisioning")
    run_migrations(knobs(url, tmp_path_factory.mktemp("keys")), "provisioning")
    return url


@pytest.fixture(scope="session")
async def network_database(network_url: str) -> AsyncIterator[Database]:
    opened = Database.connect(network_url, name="test")
    yield opened
    await opened.close()


@pytest.fixture(scope="session")
async def database(our_url: str) -> AsyncIterator[Database]:
    opened = Database.connect(our_url, name="test", pool_size=12)
    yield opened
    await opened.close()


@pytest.fixture
async def network(
    network_database: Database, network_url: str, tmp_path: Path
) -> AsyncIterator[PretendNetwork]:
    """An empty network."""
    async with network_database.transaction() as connection:
        await connection.exec_driver_sql(f"TRUNCATE {NETWORK_TABLES}")
    async with PretendNetwork(network_database, settings_for(network_url, tmp_path / "cdr")) as one:
        yield one


@pytest.fixture
async def adapter(
    database: Database, our_url: str, network: PretendNetwork, tmp_path: Path
) -> AsyncIterator[Adapter]:
    """Provisioning with nothing in it, at work before the network."""
    async with database.transaction() as connection:
        await connection.exec_driver_sql(f"TRUNCATE {OUR_TABLES}")
    our_knobs = knobs(
        our_url,
        tmp_path,
        cdr_dir=network.settings.cdr_dir,
        mml_address=f"127.0.0.1:{await network.mml.port()}",
        gsup_address=f"127.0.0.1:{await network.gsup.port()}",
        smsc_address=f"127.0.0.1:{await network.smpp.port()}",
        vault_key=secrets.token_hex(32),
    )
    async with Adapter(database, our_knobs, network) as one:
        yield one


@pytest.fixture
async def anna(adapter: Adapter) -> Adapter:
    """Provisioning that knows Anna's card, with its works at rest."""
    await adapter.stops()
    await adapter.hears(ReplaceImsi(ANNA.isdn, "460000000000008", ANNA.imsi))
    return adapter
