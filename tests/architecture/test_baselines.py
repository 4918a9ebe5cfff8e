"""A database of the release before is brought to what a new one is; an older one is refused.

`schemas` holds each database as the release before made it (`pg_dump --schema-only`), with the
revisions it stands at: what the runtime's tables are in all of them, and a service's beside these.
They are exchanged when a release is made.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

import launch.postgres
from architecture.contracts import SERVICES
from architecture.schema import bring_on, lines_of, migrated, rows_of
from launch.postgres import Postgres
from launch.tables import RUNTIME
from runtime.database.database import Database
from runtime.database.migrations import Schema
from runtime.database.migrations.checking import outlook
from runtime.errors import Misconfigured

SCHEMAS = Path(__file__).parent / "schemas"
BEFORE = {path.stem: path for path in sorted(SCHEMAS.glob("*.sql"))}
FOLDED = [
    (service, revision, release)
    for service in (RUNTIME, *SERVICES)
    for revision, release in sorted(Schema.of(service).folded.items())
    if service == RUNTIME or not revision.startswith(RUNTIME)
]


@pytest.fixture(scope="module")
def postgres() -> Iterator[Postgres]:
    with launch.postgres.temporary() as server:
        yield server


def of_the_release_before(postgres: Postgres, service: str) -> str:
    url = postgres.fresh_database(service)
    parts = dict.fromkeys((RUNTIME, service))
    said = "\n".join(BEFORE[part].read_text(encoding="utf-8") for part in parts)
    statements = f"SET ROLE {service};\n{said}"
    postgres.sql(statements, database=url.rpartition("/")[2])
    return url


def stand_at(postgres: Postgres, url: str, revision: str) -> None:
    """Write a revision down as that of its branch."""
    branch = revision.partition("_")[0]
    statement = "UPDATE alembic_version SET version_num = '{}' WHERE version_num LIKE '{}%'"
    postgres.sql(statement.format(revision, branch), database=url.rpartition("/")[2])


@pytest.mark.parametrize("service", BEFORE)
async def test_the_release_before_comes_to_the_same(postgres: Postgres, service: str) -> None:
    before = of_the_release_before(postgres, service)
    new = await migrated(postgres, service)

    await bring_on(before, service)

    assert await lines_of(before) == await lines_of(new)
    assert await rows_of(before) == await rows_of(new)


async def test_what_a_database_of_the_release_before_holds_is_carried_over(
    postgres: Postgres,
) -> None:
    url = of_the_release_before(postgres, RUNTIME)
    database = url.rpartition("/")[2]
    postgres.sql(
        "INSERT INTO command_log (request_id, kind, digest, answer) VALUES ('a', 'b', '', '')",
        database=database,
    )

    await bring_on(url, RUNTIME)

    assert postgres.sql("SELECT request_id FROM command_log", database=database) == "a"


@pytest.mark.parametrize(("service", "revision", "release"), FOLDED)
async def test_an_older_database_is_refused_and_told_what_to_go_through(
    postgres: Postgres, service: str, revision: str, release: str
) -> None:
    url = of_the_release_before(postgres, service)
    stand_at(postgres, url, revision)
    before = await lines_of(url)

    with pytest.raises(Misconfigured, match=f"stands at {revision}, before release {release}"):
        await bring_on(url, service)

    assert await lines_of(url) == before
    database = Database.connect(url, name="architecture", pool_size=1)
    try:
        assert await Schema.of(service).is_behind(database)
        with pytest.raises(Misconfigured, match=release):
            await outlook(database, service)
    finally:
        await database.close()
