"""The bell of the embedded broker: it wakes no fetch that waits, so whoever sends rings for others.

Datagrams to the broker's own address: `wait <topic> ...` asks to be rung for these topics, `ring
<topic> ...` has everybody rung who asked for one of them.
"""

import socket
from collections.abc import Sequence
from threading import Thread

from kernel.clock import monotonic
from launch.free_port import LOOPBACK

REMEMBERED_SECONDS = 60.0
"""Who has not asked again since is gone."""
_LONGEST = 65_535
_Address = tuple[str, int]


class Bell:
    """Rings in a thread of its own; a datagram that is lost costs whoever waits a short rest."""

    def __init__(self, *, port: int) -> None:
        """Stay silent where somebody else has the port: nobody depends on being rung."""
        self._waiting: dict[str, dict[_Address, float]] = {}
        self._port = port
        self._closed = False
        self._door = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._thread = Thread(target=self._stay, name="bell", daemon=True)
        try:
            self._door.bind((LOOPBACK, port))
        except OSError:
            self._closed = True
            self._door.close()
        else:
            self._thread.start()

    def close(self) -> None:
        """Ring no more."""
        if self._closed:
            return
        self._closed = True
        # Its thread looks up when something comes.
        self._door.sendto(b"", (LOOPBACK, self._port))
        self._thread.join()
        self._door.close()

    def _stay(self) -> None:
        while True:
            said, whose = self._door.recvfrom(_LONGEST)
            if self._closed:
                return
            self._take(said.decode(errors="replace").split(), whose)

    def _take(self, words: Sequence[str], whose: _Address) -> None:
        match words:
            case ["wait", *topics]:
                for topic in topics:
                    self._waiting.setdefault(topic, {})[whose] = monotonic()
            case ["ring", *topics]:
                for topic in topics:
                    self._ring(topic)

    def _ring(self, topic: str) -> None:
        asked = self._waiting.get(topic, {})
        for whose, when in tuple(asked.items()):
            if monotonic() - when > REMEMBERED_SECONDS:
                del asked[whose]
            else:
                self._send(topic, whose)

    def _send(self, topic: str, whose: _Address) -> None:
        try:
            self._door.sendto(topic.encode(), whose)
        except OSError:
            return  # it has gone, and is forgotten soon
