"""Who looked at or changed what, and why: entries that hold each other by their hashes."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

BEGINNING = bytes(32)
"""What stands before the first entry."""


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One look or change (rules 10.4). `outcome`: done, or the code of the refusal."""

    actor: str
    channel: str
    action: str
    object_id: str
    reason: str
    outcome: str
    service: str
    at: datetime
    text_id: str = ""
    """Under which the words of a person are kept; they reach us on another way."""
    text_digest: bytes = b""

    def hash_after(self, before: bytes) -> bytes:
        """Return the hash of this entry behind the one whose hash is `before`."""
        words: tuple[str, ...] = (
            self.actor, self.channel, self.action, self.object_id, self.reason, self.outcome,
            self.service, self.at.astimezone(UTC).isoformat(),
        )  # fmt: skip
        if self.text_id:
            words = (*words, self.text_id, self.text_digest.hex())
        return hashlib.sha256(before + json.dumps(words, ensure_ascii=False).encode()).digest()


@dataclass(frozen=True, slots=True)
class AuditText:
    """What a person typed, and the salt of its digest."""

    id: str
    text: str = field(repr=False)
    salt: bytes = field(repr=False)

    def is_text_of(self, entry: AuditEntry) -> bool:
        """Tell whether these are the words the entry was said with."""
        digest = hmac.digest(self.salt, self.text.encode(), hashlib.sha256)
        return hmac.compare_digest(digest, entry.text_digest)


@dataclass(frozen=True, slots=True)
class KeptEntry:
    """An entry in its place of the chain."""

    id: int
    entry: AuditEntry
    hash: bytes

    def with_text(self, text: AuditText | None) -> KeptEntry:
        """Return it with a person's words in their place, where they are here and are its own."""
        if text is None or not text.is_text_of(self.entry):
            return self
        return replace(self, entry=replace(self.entry, reason=text.text))


def chained(entries: Iterable[AuditEntry], *, after: bytes) -> list[bytes]:
    """Return the hashes of these entries, in order, behind the hash `after`."""
    hashes = []
    for entry in entries:
        after = entry.hash_after(after)
        hashes.append(after)
    return hashes


def first_broken(kept: Sequence[KeptEntry], *, after: bytes) -> int | None:
    """Return the id of the first entry that is not what was written; None: all are."""
    for line in kept:
        after = line.entry.hash_after(after)
        if after != line.hash:
            return line.id
    return None


@dataclass(frozen=True, slots=True)
class AuditRecorded:
    """Somebody looked at or changed something, or was refused it."""

    entry: AuditEntry
