"""Bare commits: one row, one statement, one round trip."""

from typing import Any

import asyncpg  # type: ignore[import-untyped]  # it has no types

from bench.floor.setting import BODY

TABLES = ("deed", "acknowledgement", "heard_batch")
SCHEMA = "".join(
    f"CREATE TABLE {table} (id bigserial PRIMARY KEY, body bytea NOT NULL);" for table in TABLES
)


class Commits:
    """A pool of plain connections."""

    def __init__(self, pool: Any) -> None:
        self._pool = pool

    @classmethod
    async def connect(cls, url: str, *, pool: int) -> "Commits":
        return cls(
            await asyncpg.create_pool(
                url,
                min_size=pool,
                max_size=pool,
                reset=_leave_as_it_is,
                server_settings={"application_name": "floor", "jit": "off"},
            )
        )

    async def make(self, number: int = 1) -> None:
        """Commit what a request, a step or a lane commits, so many times."""
        for _ in range(number):
            await self._write("INSERT INTO deed (body) VALUES ($1)")

    async def acknowledge(self) -> None:
        """Commit what a relay commits once the broker has a batch."""
        await self._write("INSERT INTO acknowledgement (body) VALUES ($1)")

    async def hear(self) -> None:
        """Commit what a listener commits for a batch."""
        await self._write("INSERT INTO heard_batch (body) VALUES ($1)")

    async def _write(self, statement: str) -> None:
        async with self._pool.acquire() as connection:
            await connection.execute(statement, BODY)


async def _leave_as_it_is(connection: Any) -> None:
    """Spare the round trip that cleans a connection: nothing here makes it dirty."""
