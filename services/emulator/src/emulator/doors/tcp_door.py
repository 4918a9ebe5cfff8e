"""A TCP door: one task per connection, all of them ended when the door is closed."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from prometheus_client import Counter as Metric

from runtime.errors import Misconfigured

Talk = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]

RECEIVE_OCTETS = 65_536
TOO_MANY, SILENT = "connections", "silent"
REFUSED = Metric(
    "kaitong_element_refused", "Connections to the pretend network that were ended", ["reason"]
)


@dataclass(frozen=True, slots=True)
class DoorLimits:
    """Connections in all and from one address; how many seconds each may be silent."""

    connections: int = 200
    of_address: int = 100
    first_seconds: float = 30.0
    silence_seconds: float = 1200.0


def address_of(writer: asyncio.StreamWriter) -> str:
    """Return from where somebody calls."""
    peer = writer.get_extra_info("peername")
    return str(peer[0]) if peer else ""


async def received(reader: asyncio.StreamReader, *, seconds: float) -> bytes:
    """Return what is said next; nothing where they left or were silent for too long."""
    try:
        async with asyncio.timeout(max(seconds, 0)):
            return await reader.read(RECEIVE_OCTETS)
    except TimeoutError:
        REFUSED.labels(SILENT).inc()
        return b""


class TcpDoor:
    """Listens while `run` runs."""

    def __init__(
        self, talk: Talk, *, host: str, port: int, limits: DoorLimits | None = None
    ) -> None:
        self._talk = talk
        self._limits = limits or DoorLimits()
        self._by_address: Counter[str] = Counter()
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
        talk, address = asyncio.current_task(), address_of(writer)
        if not self._may_stay(address):
            REFUSED.labels(TOO_MANY).inc()
            writer.close()
            return
        if talk is not None:
            self._talks.add(talk)
            talk.add_done_callback(self._talks.discard)
        self._by_address[address] += 1
        try:
            await self._talk(reader, writer)
        except (ConnectionError, asyncio.CancelledError):
            return  # they left, or we close: asyncio would report either as an error
        finally:
            self._by_address[address] -= 1
            if not self._by_address[address]:
                del self._by_address[address]
            writer.close()

    def _may_stay(self, address: str) -> bool:
        limits = self._limits
        return (
            self._by_address.total() < limits.connections
            and self._by_address[address] < limits.of_address
        )
