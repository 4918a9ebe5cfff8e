"""Part of a transaction that may be refused alone."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg  # type: ignore[import-untyped]  # it has no types

from runtime.database.connection import Connection


@asynccontextmanager
async def savepoint(connection: Connection) -> AsyncIterator[None]:
    """Take back what was written inside where a constraint refused it; the rest stands.

    The refusal is raised as it is, and the transaction goes on. Of any other error it does not.
    """
    await connection.exec_driver_sql("SAVEPOINT attempt")
    try:
        yield
    except asyncpg.IntegrityConstraintViolationError:
        await connection.exec_driver_sql("ROLLBACK TO SAVEPOINT attempt")
        raise
    await connection.exec_driver_sql("RELEASE SAVEPOINT attempt")
