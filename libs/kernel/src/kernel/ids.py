"""Identifiers: new ones that sort by time, and derived ones that are always the same."""

import os
import re
import uuid
from datetime import UTC, datetime

from kernel.clock import machine_now

_VARIANTS = {digit: "89ab"[int(digit, 16) % 4] for digit in "0123456789abcdef"}
_UUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_BY_TIME = 7
_OURS = uuid.uuid5(uuid.NAMESPACE_URL, "urn:boss:kaitong")


def new_id() -> str:
    """Return a new UUIDv7 (RFC 9562, 5.7): milliseconds first, then random bits."""
    return new_ids(1)[0]


def new_ids(number: int) -> list[str]:
    """Return so many new UUIDv7 of this moment; much cheaper than one by one."""
    milliseconds = int(machine_now().timestamp() * 1000) & ((1 << 48) - 1)
    start, random = f"{milliseconds:012x}", os.urandom(10 * number).hex()
    when = f"{start[:8]}-{start[8:]}"
    return [
        # Version 7, then the variant in the two upper bits of the next half.
        f"{when}-7{random[at : at + 3]}-{_VARIANTS[random[at + 3]]}{random[at + 4 : at + 7]}"
        f"-{random[at + 7 : at + 19]}"
        for at in range(0, 20 * number, 20)
    ]


def new_id_octets(number: int) -> list[bytes]:
    """Return so many new UUIDv7 of this moment as the sixteen octets they are."""
    start = (int(machine_now().timestamp() * 1000) & ((1 << 48) - 1)).to_bytes(6, "big")
    random = os.urandom(10 * number)
    return [
        start
        + bytes((0x70 | random[at] & 0x0F, random[at + 1], 0x80 | random[at + 2] & 0x3F))
        + random[at + 3 : at + 10]
        for at in range(0, 10 * number, 10)
    ]


def made_at(id_: str) -> datetime | None:
    """Return when a UUIDv7 was made, by the clock of the machine that made it; None for others."""
    try:
        known = uuid.UUID(id_)
    except ValueError:
        return None
    if known.version != _BY_TIME:
        return None
    return datetime.fromtimestamp((known.int >> 80) / 1000, UTC)


def derived_id(*parts: str) -> str:
    """Return the UUIDv5 of these words: the same words give the same identifier."""
    return str(uuid.uuid5(_OURS, "\x1f".join(parts)))


def is_id(text: str) -> bool:
    """Tell whether this is a UUID in its usual form."""
    try:
        return str(uuid.UUID(text)) == text.lower()
    except ValueError:
        return False


def looks_like_id(text: str) -> bool:
    """Tell whether this is written as a UUID is; much cheaper than `is_id`, for every lookup."""
    return _UUID.fullmatch(text) is not None
