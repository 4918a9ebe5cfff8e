"""Alembic's environment: one connection, one advisory lock, all branches."""

import asyncio

from alembic import context
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from runtime.migrations import lock_number


def upgrade(connection: Connection) -> None:
    """Run the revisions in one transaction."""
    context.configure(connection=connection, transaction_per_migration=False)
    with context.begin_transaction():
        context.run_migrations()


async def upgrade_alone(url: str) -> None:
    """Hold the database's migration lock while its revisions run."""
    engine = create_async_engine(url, poolclass=NullPool)
    lock = {"lock": lock_number(url)}
    try:
        async with engine.connect() as connection:
            await connection.execute(text("SELECT pg_advisory_lock(:lock)"), lock)
            await connection.commit()
            await connection.run_sync(upgrade)
            await connection.execute(text("SELECT pg_advisory_unlock(:lock)"), lock)
            await connection.commit()
    finally:
        await engine.dispose()


asyncio.run(upgrade_alone(context.config.attributes["url"]))
