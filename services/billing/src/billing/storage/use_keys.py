"""Keys of uses and of sessions, as short as they can be: one is looked for with every record."""

from hashlib import blake2b

from billing.domain.usage import Once, UsageRecord

KEYS = "use_key, session_key, units"
"""Columns that are written and looked for, and never read into a record."""
_OCTETS = 16


def digest(key: Once) -> bytes:
    """Return what stands for a key; no part of one holds the sign between them."""
    return blake2b("\n".join(map(str, key)).encode(), digest_size=_OCTETS).digest()


def use_key(record: UsageRecord) -> bytes | None:
    """Return what stands, with its beginning, for a use; None where its file counts instead."""
    if not record.origin.element:
        return None
    return digest(record.once[1:])
