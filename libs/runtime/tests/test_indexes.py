"""An index that is built beside writers, and was left half built when its process ended."""

import pytest
from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import Connection, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from launch.postgres import Postgres
from runtime.database.migrations.indexes import build_index, build_unique_index

IS_VALID = text(
    "SELECT indisvalid, indisunique FROM pg_index WHERE indexrelid = to_regclass('thing_once')"
)


def revise(connection: Connection) -> None:
    """Be a revision that adds a column and an index, as Alembic runs it."""
    context = MigrationContext.configure(
        connection, opts={"transaction_per_migration": True, "as_sql": False}
    )
    with context.begin_transaction(_per_migration=True), Operations.context(context):
        context.impl.execute(text("ALTER TABLE thing ADD COLUMN IF NOT EXISTS more text"))
        build_unique_index("thing_once", "ON thing (word)")
        build_index("thing_by_more", "ON thing (more) WHERE more IS NOT NULL")


async def test_what_an_interrupted_try_left_is_built_anew(postgres: Postgres) -> None:
    engine = create_async_engine(postgres.fresh_database("indexes"), poolclass=NullPool)
    try:
        async with engine.connect() as connection:
            await connection.execute(text("CREATE TABLE thing (word text)"))
            await connection.execute(text("INSERT INTO thing VALUES ('a'), ('a')"))
            await connection.commit()
            # It stops half way, as it does where it is killed: what is there is not valid.
            with pytest.raises(IntegrityError):
                await connection.run_sync(revise)
            await connection.rollback()
            left = (await connection.execute(IS_VALID)).one()
            await connection.execute(text("TRUNCATE thing"))
            await connection.commit()

            await connection.run_sync(revise)
            await connection.commit()

            built = (await connection.execute(IS_VALID)).one()
    finally:
        await engine.dispose()
    assert tuple(left) == (False, True)
    assert tuple(built) == (True, True)
