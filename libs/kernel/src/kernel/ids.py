"""Identifiers: new ones that sort by time, and derived ones that come out the same again."""

import os
import uuid

from kernel.clock import SystemClock

_NAMESPACE = uuid.UUID("5f0d54c3-9a11-5bf0-9f9f-6c1f64cc6a47")
_VERSION, _VARIANT = 0x7 << 76, 0b10 << 62


def new_id() -> str:
    """Answer a UUIDv7 (RFC 9562, section 5.7)."""
    milliseconds = int(SystemClock().now().timestamp() * 1000)
    noise = int.from_bytes(os.urandom(10))
    number = (
        milliseconds << 80 | _VERSION | (noise >> 68) << 64 | _VARIANT | noise & (1 << 62) - 1
    )
    return str(uuid.UUID(int=number))


def derived_id(*parts: object) -> str:
    """Answer the UUIDv5 (RFC 9562, section 5.5) of these parts: the same parts, the same id."""
    return str(uuid.uuid5(_NAMESPACE, "\x1f".join(map(str, parts))))
