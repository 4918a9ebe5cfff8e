"""Identifiers: new ones that sort by time, and derived ones that are always the same."""

import os
import uuid

from kernel.clock import machine_now

_OURS = uuid.uuid5(uuid.NAMESPACE_URL, "urn:boss:kaitong")


def new_id() -> str:
    """Return a new UUIDv7 (RFC 9562, 5.7): milliseconds first, then random bits."""
    milliseconds = int(machine_now().timestamp() * 1000)
    rest = int.from_bytes(os.urandom(10), "big")
    high, low = rest >> 68, rest & ((1 << 62) - 1)
    value = (milliseconds & ((1 << 48) - 1)) << 80 | 0x7 << 76 | high << 64 | 0b10 << 62 | low
    return str(uuid.UUID(int=value))


def derived_id(*parts: str) -> str:
    """Return the UUIDv5 of these words: the same words give the same identifier."""
    return str(uuid.uuid5(_OURS, "\x1f".join(parts)))


def is_id(text: str) -> bool:
    """Tell whether this is a UUID in its usual form."""
    try:
        return str(uuid.UUID(text)) == text.lower()
    except ValueError:
        return False
