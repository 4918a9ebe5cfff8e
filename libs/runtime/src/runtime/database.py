"""One PostgreSQL database, its pool and the transaction a task is in."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, Self

from sqlalchemy import MetaData
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

Hook = Callable[[], None]


def metadata() -> MetaData:
    """Answer a fresh `MetaData` with the house's names for constraints and indexes."""
    return MetaData(naming_convention=NAMING)


@dataclass(frozen=True, slots=True)
class _Ambient:
    """The transaction one task is in."""

    connection: AsyncConnection
    task: asyncio.Task[Any] | None
    after_commit: dict[Hook, None] = field(default_factory=dict)


class Database:
    """Transactions that nest by joining, and reads that need none."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._reading = engine.execution_options(isolation_level="AUTOCOMMIT")
        self._ambient: ContextVar[_Ambient | None] = ContextVar("ambient", default=None)

    @classmethod
    def connect(
        cls, url: str, *, name: str, pool_size: int = 8, statement_seconds: float = 30.0
    ) -> Self:
        """Make a pool of `pool_size` connections; the first is opened when it is needed.

        `name` is what `pg_stat_activity` shows.
        """
        limits = {
            "application_name": name,
            "statement_timeout": str(int(statement_seconds * 1000)),
            "lock_timeout": "5000",
            "idle_in_transaction_session_timeout": "60000",
            "timezone": "UTC",
            "jit": "off",
        }
        engine = create_async_engine(
            url,
            pool_size=pool_size,
            max_overflow=0,
            pool_timeout=5,
            pool_recycle=1800,
            # Errors end up in logs, and parameters are people's data.
            hide_parameters=True,
            connect_args={"server_settings": limits, "timeout": 10},
        )
        return cls(engine)

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[AsyncConnection]:
        """Open a transaction, or join the one this task is in.

        A task started inside a transaction is not in it: it gets its own.
        """
        joined = self._here()
        if joined is not None:
            yield joined.connection
            return
        async with self._engine.connect() as connection:
            ambient = _Ambient(connection, asyncio.current_task())
            token = self._ambient.set(ambient)
            try:
                async with connection.begin():
                    yield connection
            finally:
                self._ambient.reset(token)
        for hook in ambient.after_commit:
            hook()

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncConnection]:
        """Read without a transaction; inside one, read what it has written so far."""
        joined = self._here()
        if joined is not None:
            yield joined.connection
            return
        async with self._reading.connect() as connection:
            yield connection

    def after_commit(self, hook: Hook) -> None:
        """Call `hook` once when this task's transaction has committed; at once outside of one."""
        joined = self._here()
        if joined is None:
            hook()
        else:
            joined.after_commit[hook] = None

    def in_transaction(self) -> bool:
        """Tell whether this task is in a transaction of this database."""
        return self._here() is not None

    async def close(self) -> None:
        """Close all connections."""
        await self._engine.dispose()

    def _here(self) -> _Ambient | None:
        ambient = self._ambient.get()
        if ambient is None or ambient.task is not asyncio.current_task():
            return None
        return ambient
