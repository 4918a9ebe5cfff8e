"""Connections that wait for their next use; never more than so many."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from runtime.database.connection import Connection

_WAIT_SECONDS = 5.0
_OLD_SECONDS = 1800.0


class Pool:
    """Lends connections to one task at a time; the one used last is lent first."""

    def __init__(self, open_one: Callable[[], Awaitable[Connection]], *, size: int) -> None:
        self._open_one = open_one
        self._free: list[Connection] = []
        self._places = asyncio.Semaphore(size)
        self._ending: set[asyncio.Task[None]] = set()

    @asynccontextmanager
    async def lend(self) -> AsyncIterator[Connection]:
        """Lend a connection. Raises TimeoutError where none is free in time.

        Whoever is cancelled with it ends it: it may be in the middle of a statement.
        """
        await self._take_place()
        try:
            connection = self._from_free() or await self._open_one()
        except BaseException:
            self._places.release()
            raise
        is_whole = False
        try:
            yield connection
            is_whole = True
        except Exception:
            is_whole = True
            raise
        finally:
            if is_whole and connection.is_usable(for_seconds=_OLD_SECONDS):
                self._free.append(connection)
                self._places.release()
            else:
                await self._end(connection)

    async def close(self) -> None:
        """Close those that are free, and wait for those that are being closed."""
        free, self._free = self._free, []
        await asyncio.gather(*self._ending, *(connection.close() for connection in free))

    async def _take_place(self) -> None:
        if not self._places.locked():
            await self._places.acquire()
            return
        try:
            async with asyncio.timeout(_WAIT_SECONDS):
                await self._places.acquire()
        except TimeoutError:
            sentence = f"no connection to the database was free for {_WAIT_SECONDS:.0f} s"
            raise TimeoutError(sentence) from None

    def _from_free(self) -> Connection | None:
        while self._free:
            connection = self._free.pop()
            if connection.is_usable():
                return connection
        return None

    async def _end(self, connection: Connection) -> None:
        """Close it, whoever is cancelled meanwhile; its place is free only afterwards."""
        task = asyncio.create_task(connection.close())
        self._ending.add(task)
        task.add_done_callback(self._ended)
        await asyncio.shield(task)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._ending.discard(task)
        self._places.release()
