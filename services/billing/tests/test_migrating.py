"""Two pods migrate one database at once, and an image beside them goes on."""

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
