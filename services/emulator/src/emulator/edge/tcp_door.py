"""A TCP door: one task per connection, all of them ended when the door is closed."""

import asyncio
from collections.abc import Awaitable, Callable

from runtime.errors import Misconfigured

Talk = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]

RECEIVE_OCTETS = 65_536


class TcpDoor:
    """Listens while `run` runs."""

    def __init__(self, talk: Talk, *, host: str, port: int) -> None:
        self._talk = talk
        self._host = host
        self._port = port
        self._talks: set[asyncio.Task[None]] = set()
        self._open = asyncio.Event()

    async def run(self) -> None:
        """Take connections until cancelled. Raises Misconfigured where the port is taken."""
        try:
            server = await asyncio.start_server(self._take, self._host, self._port)
        except OSError as problem:
            sentence = f"{self._host}:{self._port} is taken; give this door a free port."
            raise Misconfigured(sentence) from problem
        self._port = server.sockets[0].getsockname()[1]
        self._open.set()
        try:
            await server.serve_forever()
        finally:
            self._open.clear()
            server.close()
            for talk in self._talks:
                talk.cancel()
            await asyncio.gather(*self._talks, return_exceptions=True)

    async def port(self) -> int:
        """Return the port, once the door is open."""
        await self._open.wait()
        return self._port

    async def _take(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        talk = asyncio.current_task()
        if talk is not None:
            self._talks.add(talk)
            talk.add_done_callback(self._talks.discard)
        try:
            await self._talk(reader, writer)
        except (ConnectionError, asyncio.CancelledError):
            return  # they left, or we close: asyncio would report either as an error
        finally:
            writer.close()
