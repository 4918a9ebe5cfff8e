"""The bell of an embedded broker: whoever sends rings, and whoever rests is woken.

A real broker wakes a fetch that waits and has no bell. A ring that is lost costs a rest.
"""

import asyncio
import socket
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from typing import cast

from runtime.settings.service_settings import ServiceSettings

Address = tuple[str, int]


class Bell(asyncio.DatagramProtocol):
    """Rings for others, and is rung for the topics somebody of this process waits for."""

    def __init__(self, address: Address) -> None:
        self._address = address
        self._rung: dict[frozenset[str], asyncio.Event] = {}
        self._transport: asyncio.DatagramTransport | None = None
        self._is_closed = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        # It is one, though not by its class (Python 3.11).
        self._transport = cast(asyncio.DatagramTransport, transport)

    def datagram_received(self, data: bytes, addr: object) -> None:
        topic = data.decode(errors="replace")
        for topics, rung in self._rung.items():
            if topic in topics:
                rung.set()

    def ring(self, topics: Iterable[str]) -> None:
        """Wake who rests until there is something on one of these topics."""
        self._say("ring", *topics)

    async def wait(self, topics: Iterable[str], *, seconds: float) -> None:
        """Wait until somebody rings for one of these topics, or so long."""
        rung = self._rung.setdefault(frozenset(topics), asyncio.Event())
        self._say("wait", *topics)
        try:
            async with asyncio.timeout(0 if self._is_closed else seconds):
                await rung.wait()
        except TimeoutError:
            return
        finally:
            # Who rings from here on rings for what is fetched next, or for the next rest.
            rung.clear()

    def close(self) -> None:
        """Wake who rests: from now on nobody does."""
        self._is_closed = True
        for rung in self._rung.values():
            rung.set()
        if self._transport is not None:
            self._transport.close()

    def _say(self, *words: str) -> None:
        if self._transport is not None and not self._is_closed:
            self._transport.sendto(" ".join(words).encode(), self._address)


@asynccontextmanager
async def bell_of(settings: ServiceSettings) -> AsyncIterator[Bell | None]:
    """Open the bell of the embedded broker; None where the broker is a real one."""
    if not settings.embedded_broker:
        yield None
        return
    host, _, port = settings.kafka.partition(",")[0].rpartition(":")
    bell = Bell((host, int(port)))
    await asyncio.get_running_loop().create_datagram_endpoint(
        lambda: bell, family=socket.AF_INET, local_addr=("127.0.0.1", 0)
    )
    try:
        yield bell
    finally:
        bell.close()
