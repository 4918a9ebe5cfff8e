"""What a database holds, line by line, so that two can be held against each other."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from functools import partial

import asyncpg  # type: ignore[import-untyped]  # it has no types
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, MetaData, func, select, table, text
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from launch.postgres import Postgres
from runtime.database.database import Database
from runtime.database.migrations import run_migrations
from runtime.settings.database_url import dsn_of
from runtime.settings.service_settings import MigrationSettings

_LINES = """
WITH ours AS (
    -- Alembic's own table and the partitions of days are in no schema.
    SELECT c.* FROM pg_class c
    WHERE c.relnamespace = 'public'::regnamespace AND c.relname <> 'alembic_version'
        AND NOT (c.relispartition AND c.relname ~ '_[0-9]{8}$')
)
SELECT format('table %s (%s) %s %s', relname, relkind, reloptions,
    CASE WHEN relkind = 'p' THEN pg_get_partkeydef(oid) END) AS line
FROM ours WHERE relkind IN ('r', 'p', 'v', 'm')
UNION ALL
SELECT format('column %s.%s %s%s%s%s%s%s%s', c.relname, a.attname,
    format_type(a.atttypid, a.atttypmod),
    ' collate ' || (SELECT nullif(collname, 'default') FROM pg_collation WHERE oid = attcollation),
    CASE WHEN a.attnotnull THEN ' not null' END, ' default ' || pg_get_expr(d.adbin, d.adrelid),
    ' identity ' || nullif(a.attidentity::text, ''),
    ' generated ' || nullif(a.attgenerated::text, ''),
    ' storage ' || nullif(a.attstorage, t.typstorage)::text)
FROM ours c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
JOIN pg_type t ON t.oid = a.atttypid
LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
WHERE c.relkind IN ('r', 'p', 'v', 'm')
UNION ALL
SELECT format('constraint %s.%s %s', c.relname, k.conname, pg_get_constraintdef(k.oid))
FROM pg_constraint k JOIN ours c ON c.oid = k.conrelid WHERE k.contype <> 'n'
UNION ALL
SELECT pg_get_indexdef(i.indexrelid) FROM pg_index i JOIN ours c ON c.oid = i.indrelid
UNION ALL
SELECT pg_get_triggerdef(t.oid) FROM pg_trigger t JOIN ours c ON c.oid = t.tgrelid
WHERE NOT t.tgisinternal
UNION ALL
SELECT pg_get_functiondef(p.oid) FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace
UNION ALL
SELECT format('sequence %s %s %s', relname, seqtypid::regtype, seqincrement)
FROM pg_sequence JOIN ours ON ours.oid = seqrelid
UNION ALL
SELECT format('view %s %s', relname, pg_get_viewdef(oid)) FROM ours WHERE relkind IN ('v', 'm')
ORDER BY 1
"""
_PARTITIONS = "SELECT inhrelid::regclass::text FROM pg_inherits"
_TABLES = """
SELECT c.oid::regclass::text FROM pg_class c
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
ORDER BY 1
"""


async def migrated(postgres: Postgres, service: str) -> str:
    """Make a database by the revisions of the runtime and of a service; answer its address."""
    url = postgres.fresh_database(service)
    await bring_on(url, service)
    return url


async def bring_on(url: str, service: str) -> None:
    """Bring a database to the newest revisions of the runtime and of a service."""
    settings = MigrationSettings(service=service, database_url=url)
    await asyncio.to_thread(run_migrations, settings, service)


async def lines_of(url: str) -> Sequence[str]:
    """Read what a database holds: tables, columns, constraints, indexes with their conditions."""
    database = Database.connect(url, name="architecture")
    try:
        return [str(line) for line in (await database.run(_LINES)).scalars()]
    finally:
        await database.close()


async def rows_of(url: str) -> Mapping[str, int]:
    """Count the rows of each table."""
    database = Database.connect(url, name="architecture")
    try:
        names = (await database.run(_TABLES)).scalars()
        return {
            name: (
                await database.execute(select(func.count()).select_from(table(name)))
            ).scalar_one()
            for name in names
        }
    finally:
        await database.close()


async def create(url: str, *schema: MetaData) -> None:
    """Make the tables as they are said, beside those that are there."""

    def create_all(connection: Connection) -> None:
        for metadata in schema:
            metadata.create_all(connection)
        connection.commit()

    await _with_connection(url, create_all)


async def alembic_check(url: str, *schema: MetaData) -> Sequence[object]:
    """Answer what Alembic would change to bring the database to these tables and no others."""
    found: list[object] = []

    def compare(connection: Connection) -> None:
        days = set(connection.scalars(text(_PARTITIONS)))
        options = {
            "include_name": lambda name, kind, _: kind != "table" or name not in days,
            "compare_type": True,
        }
        context = MigrationContext.configure(connection, opts=options)
        found.extend(compare_metadata(context, schema))  # type: ignore[arg-type]  # it takes several

    await _with_connection(url, compare)
    return found


async def _with_connection(url: str, act: Callable[[Connection], None]) -> None:
    engine = create_async_engine(
        "postgresql+asyncpg://",
        async_creator=partial(asyncpg.connect, dsn_of(url)),
        poolclass=NullPool,
    )
    try:
        async with engine.connect() as connection:
            await connection.run_sync(act)
    finally:
        await engine.dispose()
