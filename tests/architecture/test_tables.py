"""The tables of a service are its only schema: its revisions bring a database to just these."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from sqlalchemy import Column, DateTime, ForeignKey, Index, Integer, MetaData, Table, Text, text

import launch.postgres
from architecture.contracts import SERVICES
from architecture.schema import alembic_check, create, lines_of, migrated
from launch.postgres import Postgres
from launch.tables import RUNTIME, tables_in_database_of

HELD = (RUNTIME, *SERVICES)


@pytest.fixture(scope="module")
def postgres() -> Iterator[Postgres]:
    with launch.postgres.temporary() as server:
        yield server


@pytest.mark.parametrize("service", HELD)
async def test_revisions_bring_a_database_to_the_tables(postgres: Postgres, service: str) -> None:
    """Alembic would change nothing; what it overlooks, as conditions of indexes, is held too."""
    schema = tables_in_database_of(service)
    by_revisions = await migrated(postgres, service)
    by_tables = postgres.fresh_database(service)
    await create(by_tables, *schema)

    assert await alembic_check(by_revisions, *schema) == []
    assert await lines_of(by_revisions) == await lines_of(by_tables)


@dataclass(frozen=True, slots=True)
class Trial:
    """A schema of three tables, in which one thing can be another."""

    type: Text | Integer = Text()  # noqa: RUF009 - it is a value
    nullable: bool = False
    default: str | None = None
    condition: str = "state = 'free'"
    unique: bool = False
    other: str = "box.id"

    @property
    def metadata(self) -> MetaData:
        metadata = MetaData()
        for name in ("box", "shelf"):
            Table(name, metadata, Column("id", Text, primary_key=True))
        card = Table(
            "card",
            metadata,
            Column("id", Text, primary_key=True),
            Column("state", self.type, nullable=self.nullable, server_default=self.default),
            Column("box", Text, ForeignKey(self.other)),
            Column("at", DateTime(timezone=True)),
        )
        Index("card_free", card.c.at, unique=self.unique, postgresql_where=text(self.condition))
        return metadata


@pytest.fixture(scope="module")
async def lines(postgres: Postgres) -> list[str]:
    url = postgres.fresh_database("trial")
    await create(url, Trial().metadata)
    return list(await lines_of(url))


@pytest.mark.parametrize(
    "changed",
    [
        Trial(type=Text(collation="C")),
        Trial(type=Integer(), condition="state = 4"),
        Trial(nullable=True),
        Trial(default="free"),
        Trial(condition="state = 'held'"),
        Trial(condition="state IS NOT NULL"),
        Trial(unique=True),
        Trial(other="shelf.id"),
    ],
    ids=str,
)
async def test_a_difference_is_seen(postgres: Postgres, lines: list[str], changed: Trial) -> None:
    url = postgres.fresh_database("trial")
    await create(url, changed.metadata)

    assert await lines_of(url) != lines


async def test_the_same_tables_are_no_difference(postgres: Postgres, lines: list[str]) -> None:
    url = postgres.fresh_database("trial")
    await create(url, Trial().metadata)

    assert await lines_of(url) == lines
    assert await alembic_check(url, Trial().metadata) == []
    assert await alembic_check(url, Trial(nullable=True).metadata) != []
