"""One PostgreSQL database, its pool and the transaction a task is in."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, Self

from runtime.database.connection import Connection, Result
from runtime.database.pool import Pool
from runtime.database.statements import Statement

_CONNECT_SECONDS = 10.0

Hook = Callable[[], None]


@dataclass(frozen=True, slots=True)
class _Ambient:
    """The transaction one task is in."""

    connection: Connection
    task: asyncio.Task[Any] | None
    after_commit: dict[Hook, None] = field(default_factory=dict)
    errors: list[BaseException] = field(default_factory=list)
    """Those after which it must not commit."""
    memory: dict[object, object] = field(default_factory=dict)

    def must_be_whole(self) -> None:
        """Raise SwallowedError where an error left a part of it and went no further."""
        if self.errors:
            raise SwallowedError from self.errors[0]


class SwallowedError(RuntimeError):
    """A part of a transaction failed and the rest went on: a bug, and nothing was committed."""

    def __init__(self) -> None:
        super().__init__("an error left a part of this transaction; nothing of it was committed")


class Database:
    """Transactions that nest by joining, and reads that need none."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
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
            # What is asked for by its key is in memory or on a disk without arms: to read whole
            # tables instead is hardly ever cheaper.
            "random_page_cost": "1.1",
        }

        async def open_one() -> Connection:
            return await Connection.open(url, seconds=_CONNECT_SECONDS, server_settings=limits)

        return cls(Pool(open_one, size=pool_size))

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Connection]:
        """Open a transaction, or join the one this task is in.

        A task started inside a transaction is not in it: it gets its own. Raises SwallowedError
        instead of committing after `must_not_commit`.
        """
        joined = self._here()
        if joined is not None:
            yield joined.connection
            return
        async with self._pool.lend() as connection:
            ambient = _Ambient(connection, asyncio.current_task())
            await connection.begin()
            token = self._ambient.set(ambient)
            try:
                yield connection
                ambient.must_be_whole()
            except Exception:
                await connection.roll_back()
                raise
            finally:
                self._ambient.reset(token)
            await connection.commit()
        for hook in ambient.after_commit:
            hook()

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[Connection]:
        """Read without a transaction; inside one, read what it has written so far."""
        joined = self._here()
        if joined is not None:
            yield joined.connection
            return
        async with self._pool.lend() as connection:
            yield connection

    async def run(self, statement: str, parameters: tuple[Any, ...] = ()) -> Result:
        """Run one statement that commits itself; inside a transaction it is part of that.

        One round trip, where a transaction of its own would take three.
        """
        async with self.reading() as connection:
            return await connection.exec_driver_sql(statement, parameters)

    async def execute(self, statement: Statement, /, **parameters: Any) -> Result:
        """Run a statement of tables as `run` does; its parameters go by name."""
        async with self.reading() as connection:
            return await connection.execute(statement, **parameters)

    def after_commit(self, hook: Hook) -> None:
        """Call `hook` once when this task's transaction has committed; at once outside of one."""
        joined = self._here()
        if joined is None:
            hook()
        else:
            joined.after_commit[hook] = None

    def must_not_commit(self, error: BaseException) -> None:
        """Have this task's transaction roll back, though `error` be swallowed further out.

        The outermost then raises SwallowedError. Nothing happens outside of a transaction.
        """
        joined = self._here()
        if joined is not None:
            joined.errors.append(error)

    def memory(self) -> dict[object, object]:
        """Return what repositories remember of rows this task's transaction has locked.

        Nobody else changes these until it ends, and it is forgotten then; outside of one nothing is
        kept.
        """
        joined = self._here()
        return {} if joined is None else joined.memory

    def in_transaction(self) -> bool:
        """Tell whether this task is in a transaction of this database."""
        return self._here() is not None

    async def close(self) -> None:
        """Close all connections."""
        await self._pool.close()

    def _here(self) -> _Ambient | None:
        ambient = self._ambient.get()
        if ambient is None or ambient.task is not asyncio.current_task():
            return None
        return ambient
