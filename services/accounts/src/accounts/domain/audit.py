"""Who looked at or changed what, and why: entries that hold each other by their hashes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

BEGINNING = bytes(32)
"""What stands before the first entry."""


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One look or change (domain 10.4). `outcome`: done, or the code of the refusal."""

    actor: str
    channel: str
    action: str
    object_id: str
    reason: str
    outcome: str
    service: str
    at: datetime

    def hash_after(self, before: bytes) -> bytes:
        """Return the hash of this entry behind the one whose hash is `before`."""
        words = (
            self.actor, self.channel, self.action, self.object_id, self.reason, self.outcome,
            self.service, self.at.astimezone(UTC).isoformat(),
        )  # fmt: skip
        return hashlib.sha256(before + json.dumps(words, ensure_ascii=False).encode()).digest()


@dataclass(frozen=True, slots=True)
class KeptEntry:
    """An entry in its place of the chain."""

    id: int
    entry: AuditEntry
    hash: bytes


def chained(entries: Iterable[AuditEntry], *, after: bytes) -> list[bytes]:
    """Return the hashes of these entries, in order, behind the hash `after`."""
    hashes = []
    for entry in entries:
        after = entry.hash_after(after)
        hashes.append(after)
    return hashes


def first_broken(kept: Sequence[KeptEntry], *, after: bytes) -> int | None:
    """Return the id of the first entry that is not what was written; None: all are."""
    for one in kept:
        after = one.entry.hash_after(after)
        if after != one.hash:
            return one.id
    return None
