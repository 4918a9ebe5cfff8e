"""Which databases lack a revision of their schema: the others need no program to be started."""

import asyncio
from collections.abc import Mapping
from importlib.util import find_spec

from runtime.database.database import Database
from runtime.database.migrations import Schema
from runtime.errors import NO_DATABASE


def behind(databases: Mapping[str, str]) -> frozenset[str]:
    """Return the services whose database is behind, or cannot tell (service → address)."""
    return asyncio.run(_behind(databases))


async def _behind(databases: Mapping[str, str]) -> frozenset[str]:
    answers = await asyncio.gather(*(_is_behind(*each) for each in databases.items()))
    return frozenset(
        service for service, is_behind in zip(databases, answers, strict=True) if is_behind
    )


async def _is_behind(service: str, url: str) -> bool:
    if find_spec(service) is None:
        return True  # only its own program can say
    database = Database.connect(url, name="launch", pool_size=1)
    try:
        return await Schema.of(service).is_behind(database)
    except NO_DATABASE:
        return True
    finally:
        await database.close()
