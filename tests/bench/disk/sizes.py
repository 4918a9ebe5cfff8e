"""How large every table is with its indexes, and how much was written ahead."""

from collections.abc import Mapping
from dataclasses import dataclass

import asyncpg  # type: ignore[import-untyped]  # it has no types

from bench.ground import Ground

PASSING = ("outbox", "inbox", "span")
"""Said, heard or seen: it goes within hours or days, a day's table at a time."""
_TABLES = """
SELECT c.relname, pg_total_relation_size(c.oid)
FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
WHERE n.nspname = 'public' AND c.relkind = 'r'
"""


@dataclass(frozen=True, slots=True)
class Sizes:
    """Bytes of each table by its database and name, and where the write-ahead log is."""

    tables: Mapping[tuple[str, str], int]
    written_ahead: int

    def since(self, before: "Sizes") -> "Sizes":
        grown = {one: size - before.tables.get(one, 0) for one, size in self.tables.items()}
        grown = {one: size for one, size in grown.items() if size}
        return Sizes(grown, self.written_ahead - before.written_ahead)


async def sizes(ground: Ground) -> Sizes:
    """Measure now; what was deleted may be used again before."""
    tables: dict[tuple[str, str], int] = {}
    for service, url in ground.operator.surroundings.databases.items():
        server = await asyncpg.connect(url.replace("+asyncpg", "", 1), command_timeout=600)
        try:
            await server.execute("VACUUM")
            rows = await server.fetch(_TABLES)
            tables |= {(service, name): int(size) for name, size in rows}
            ahead = int(await server.fetchval("SELECT pg_current_wal_lsn() - '0/0'::pg_lsn"))
        finally:
            await server.close()
    return Sizes(tables, ahead)
