"""A start looks first which schemas are behind, and starts no program for those that are not."""

from collections.abc import Iterator
from pathlib import Path

import pytest

import launch.postgres
from launch.postgres import Postgres
from launch.schemas import behind
from runtime.database.migrations import run_migrations
from runtime.settings.service_settings import ServiceSettings


@pytest.fixture(scope="module")
def postgres() -> Iterator[Postgres]:
    with launch.postgres.temporary() as server:
        yield server


def migrate(service: str, url: str) -> None:
    settings = ServiceSettings(
        service=service, database_url=url, kafka="127.0.0.1:1", call_key_file=Path("/nowhere")
    )
    run_migrations(settings, service)


def test_an_empty_database_is_behind_and_a_migrated_one_is_not(postgres: Postgres) -> None:
    databases = {one: postgres.fresh_database(one) for one in ("accounts", "gateway")}
    assert behind(databases) == {"accounts", "gateway"}

    migrate("accounts", databases["accounts"])
    assert behind(databases) == {"gateway"}

    migrate("gateway", databases["gateway"])
    assert behind(databases) == frozenset()


def test_a_database_that_lacks_the_newest_revision_is_behind(postgres: Postgres) -> None:
    url = postgres.fresh_database("accounts")
    migrate("accounts", url)
    name = url.rpartition("/")[2]

    postgres.sql(
        "UPDATE alembic_version SET version_num = 'runtime_begin'"
        " WHERE version_num LIKE 'runtime%'",
        database=name,
    )

    assert behind({"accounts": url}) == {"accounts"}


def test_what_cannot_be_asked_is_left_to_its_own_program(postgres: Postgres) -> None:
    gone = "postgresql+asyncpg://accounts:wrong@127.0.0.1:1/accounts"

    assert behind({"accounts": gone}) == {"accounts"}
    assert behind({"nobody_we_know": postgres.fresh_database("accounts")}) == {"nobody_we_know"}
