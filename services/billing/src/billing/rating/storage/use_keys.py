"""Keys of uses and of sessions, as short as they can be: one is looked for with every record."""

from hashlib import blake2b

from billing.allowances.domain.usage import Once, UsageRecord

KEYS = ("use_key", "session_key", "units")
"""Columns that are written and looked for, and never read into a record."""
_OCTETS = 16


def use_key(record: UsageRecord) -> bytes | None:
    """Return what stands, with its beginning, for a use; None where its file counts instead."""
    if not record.origin.element:
        return None
    _, words = record.once
    return blake2b(words.encode(), digest_size=_OCTETS).digest()


def session_key(session: Once) -> bytes:
    """Return what stands for a call or session in several records."""
    began, words = session
    return blake2b(f"{began.timestamp()}\n{words}".encode(), digest_size=_OCTETS).digest()
