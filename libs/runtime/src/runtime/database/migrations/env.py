"""Alembic's environment: one connection, one advisory lock, all branches."""

import asyncio
from contextlib import aclosing
from functools import partial

import asyncpg  # type: ignore[import-untyped]  # it has no types
from alembic import context
from alembic.migration import MigrationContext
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.pool import NullPool

from kernel.clock import monotonic
from runtime.database.housekeeping import keep_house
from runtime.database.migrations import lock_number
from runtime.database.migrations.baseline import folded_in, refuse_what_is_older
from runtime.settings.database_url import dsn_of
from runtime.telemetry.logs import logger

# Migrating drops no spans anybody may still want to see; the relay does.
DAYS_OF_SPANS = 3650
_LOOK_AGAIN_SECONDS = 0.2
_CONNECT_AGAIN_SECONDS = 1.0
_log = logger("migrations")


def newer_revisions(connection: Connection) -> frozenset[str]:
    """Return what newer code than this has brought the database to.

    Raises Misconfigured where code older than the baseline has.
    """
    known = {each.revision for each in context.script.walk_revisions()}
    present = frozenset(MigrationContext.configure(connection).get_current_heads())
    refuse_what_is_older(present, folded_in(context.script))
    return present - known


def upgrade(connection: Connection) -> None:
    """Run each revision in a transaction of its own; none where the database is ahead of this code.

    In one for all, the first that changes a table would keep it locked until the last index of the
    others is built, and the image that still runs would wait for it.
    """
    if ahead := newer_revisions(connection):
        _log.warning("the database is ahead of this image and is left so", revisions=sorted(ahead))
        return
    connection.commit()
    context.configure(connection=connection, transaction_per_migration=True)
    with context.begin_transaction():
        context.run_migrations()


async def make_days(connection: AsyncConnection) -> None:
    """Make the first day partitions, so that nothing falls beside them."""
    raw = await connection.get_raw_connection()
    await keep_house(raw.driver_connection, keep_spans_hours=DAYS_OF_SPANS * 24)
    await connection.commit()


async def wait_for_lock(connection: AsyncConnection, lock: dict[str, int]) -> None:
    """Wait outside of a transaction: an index that is built beside others waits for all of them."""
    while True:
        taken = await connection.scalar(text("SELECT pg_try_advisory_lock(:lock)"), lock)
        await connection.commit()
        if taken:
            return
        await asyncio.sleep(_LOOK_AGAIN_SECONDS)


async def connect(engine: AsyncEngine, *, wait_seconds: float) -> AsyncConnection:
    """Connect; so long wait for a server, a database, a role or a password that is being made."""
    give_up = monotonic() + wait_seconds
    told = False
    while True:
        try:
            return await engine.connect()
        except (DBAPIError, OSError) as problem:
            if monotonic() >= give_up:
                raise
            if not told:
                _log.warning("waits for the database", problem=type(problem).__name__)
                told = True
        await asyncio.sleep(_CONNECT_AGAIN_SECONDS)


async def upgrade_alone(url: str, *, wait_seconds: float) -> None:
    """Hold the database's migration lock while its revisions run."""
    # asyncpg reads the address itself: SQLAlchemy does not know libpq's words for TLS.
    engine = create_async_engine(
        "postgresql+asyncpg://",
        async_creator=partial(asyncpg.connect, dsn_of(url)),
        poolclass=NullPool,
    )
    lock = {"lock": lock_number(url)}
    try:
        async with aclosing(await connect(engine, wait_seconds=wait_seconds)) as connection:
            await wait_for_lock(connection, lock)
            await connection.run_sync(upgrade)
            await make_days(connection)
            await connection.execute(text("SELECT pg_advisory_unlock(:lock)"), lock)
            await connection.commit()
    finally:
        await engine.dispose()


_told = context.config.attributes
asyncio.run(upgrade_alone(_told["url"], wait_seconds=_told.get("wait_seconds", 0.0)))
