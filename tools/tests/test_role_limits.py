"""What CloudNativePG's exporter is to ask is what a real PostgreSQL answers."""

import asyncio
from collections.abc import Sequence
from pathlib import Path

import asyncpg  # type: ignore[import-untyped]  # it has no types
import yaml

from launch.postgres import temporary

QUERIES = Path(__file__).parents[2] / "deploy/k8s/components/postgres-cnpg/queries.yaml"


async def answered(url: str, query: str) -> Sequence[tuple[str, int]]:
    connection = await asyncpg.connect(url.replace("postgresql+asyncpg", "postgresql"))
    try:
        await connection.execute("CREATE ROLE limited LOGIN CONNECTION LIMIT 190")
        await connection.execute("CREATE ROLE unlimited LOGIN")
        return [(one["usename"], one["connections"]) for one in await connection.fetch(query)]
    finally:
        await connection.close()


def test_the_limit_of_every_role_that_has_one_is_told() -> None:
    ((_, asked),) = yaml.safe_load(QUERIES.read_text()).items()

    with temporary() as server:
        told = asyncio.run(answered(server.url("postgres"), asked["query"]))

    assert told == [("limited", 190)]
