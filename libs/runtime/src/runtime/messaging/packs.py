"""Many events of one kind in one value of the outbox: written once, read once, never looked into.

Each event is its id (16 octets), the lengths of key and payload (4 octets each, the highest
first), then key and payload. Three arrays would be plainer and cost the writer three times as much:
asyncpg asks of each value of an array what it is.
"""

from collections.abc import Iterable, Iterator
from struct import Struct
from typing import NamedTuple

_HEAD = Struct(">16sII")


class Packed(NamedTuple):
    """One event of a pack."""

    event_id: bytes
    key: str
    payload: bytes


def pack(events: Iterable[tuple[bytes, str, bytes]]) -> bytes:
    """Put events - id, key, payload - into one value."""
    parts: list[bytes] = []
    for event_id, key, payload in events:
        name = key.encode()
        parts += (_HEAD.pack(event_id, len(name), len(payload)), name, payload)
    return b"".join(parts)


def unpack(pack: bytes) -> Iterator[Packed]:
    """Answer the events of a value in their order."""
    at = 0
    while at < len(pack):
        event_id, name, payload = _HEAD.unpack_from(pack, at)
        at += _HEAD.size
        until = at + name + payload
        yield Packed(event_id, pack[at : at + name].decode(), pack[at + name : until])
        at = until
