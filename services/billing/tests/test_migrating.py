"""Two pods migrate one database at once, and an image beside them goes on."""

import asyncio
import os
import subprocess
import sys

import asyncpg  # type: ignore[import-untyped]  # it has no types

from launch.postgres import Postgres
from runtime.database.migrations import Schema

MIGRATE = """
import sys
from pathlib import Path
from billing.settings import BillingSettings
from runtime.database.migrations import run_migrations
settings = BillingSettings(
    service="billing", database_url=sys.argv[1], kafka="nowhere:1", call_key_file=Path("/nowhere")
)
run_migrations(settings, "billing")
"""

TABLE = "usage_record"
AGAIN = """
import asyncio, asyncpg
from alembic import command
from runtime.database.migrations import config_of

config = config_of("billing", sys.argv[1])
command.upgrade(config, "runtime@head")
command.upgrade(config, "{before}")
command.upgrade(config, "{after}")

async def forget():
    server = await asyncpg.connect(sys.argv[1].replace("+asyncpg", ""))
    await server.execute(
        "UPDATE alembic_version SET version_num = '{before}' WHERE version_num = '{after}'"
    )
    await server.close()

asyncio.run(forget())
run_migrations("""
"""Up to a revision, which then is not written down as done: as if it had been interrupted."""


def migrating(url: str) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [sys.executable, "-c", MIGRATE, url],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=dict(os.environ),
    )  # fmt: skip


async def test_two_at_once_wait_for_each_other_and_every_index_is_valid(postgres: Postgres) -> None:
    url = postgres.fresh_database("twice")
    both = [migrating(url) for _ in range(2)]
    told = [one.communicate(timeout=120)[1].decode() for one in both]

    assert [one.returncode for one in both] == [0, 0], told
    server = await asyncpg.connect(url.replace("+asyncpg", ""))
    try:
        versions = await server.fetch("SELECT version_num FROM alembic_version")
        broken = await server.fetchval("SELECT count(*) FROM pg_index WHERE NOT indisvalid")
    finally:
        await server.close()
    assert {one[0] for one in versions} == set(Schema.of("billing").heads)
    assert broken == 0


async def test_a_revision_that_was_interrupted_before_its_indexes_is_done_again(
    postgres: Postgres,
) -> None:
    url = postgres.fresh_database("interrupted")
    steps = AGAIN.format(before="billing_collectors", after="billing_origin")

    done = await asyncio.to_thread(
        subprocess.run,
        [sys.executable, "-c", MIGRATE.replace("run_migrations(", steps), url],
        capture_output=True, text=True, check=False, env=dict(os.environ),
    )  # fmt: skip

    assert done.returncode == 0, done.stderr
    server = await asyncpg.connect(url.replace("+asyncpg", ""))
    try:
        names = await server.fetch("SELECT indexname FROM pg_indexes WHERE tablename = $1", TABLE)
    finally:
        await server.close()
    keys = {"usage_record_once_by_key", "usage_record_once_by_file", "usage_record_by_session"}
    assert keys <= {one[0] for one in names}
    assert "usage_record_once" not in {one[0] for one in names}


async def test_an_older_image_leaves_a_database_that_is_ahead_as_it_is(postgres: Postgres) -> None:
    url = postgres.fresh_database("ahead")
    migrating(url).communicate(timeout=120)
    server = await asyncpg.connect(url.replace("+asyncpg", ""))
    try:
        await server.execute(
            "UPDATE alembic_version SET version_num = 'of_the_next_release'"
            " WHERE version_num LIKE 'billing%'"
        )
        older = migrating(url)
        told = "".join(part.decode() for part in older.communicate(timeout=120))
        versions = await server.fetch("SELECT version_num FROM alembic_version")
    finally:
        await server.close()

    assert older.returncode == 0, told
    assert "ahead of this image" in told
    assert "of_the_next_release" in {one[0] for one in versions}
