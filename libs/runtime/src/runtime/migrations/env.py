"""Alembic's environment: one connection, one advisory lock, all branches."""

import asyncio

from alembic import context
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine
from sqlalchemy.pool import NullPool

from runtime.housekeeping import keep_house
from runtime.migrations import lock_number

# Migrating drops no spans anybody may still want to see; the relay does.
DAYS_OF_SPANS = 3650
_LOOK_AGAIN_SECONDS = 0.2


def upgrade(connection: Connection) -> None:
    """Run each revision in a transaction of its own.

    In one for all, the first that changes a table would keep it locked until the last index of the
    others is built, and the image that still runs would wait for it.
    """
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


async def upgrade_alone(url: str) -> None:
    """Hold the database's migration lock while its revisions run."""
    engine = create_async_engine(url, poolclass=NullPool)
    lock = {"lock": lock_number(url)}
    try:
        async with engine.connect() as connection:
            await wait_for_lock(connection, lock)
            await connection.run_sync(upgrade)
            await make_days(connection)
            await connection.execute(text("SELECT pg_advisory_unlock(:lock)"), lock)
            await connection.commit()
    finally:
        await engine.dispose()


asyncio.run(upgrade_alone(context.config.attributes["url"]))
