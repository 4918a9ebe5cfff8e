"""What is kept of passwords and codes: argon2id over an HMAC with a key that no database has.

Six digits are a million guesses: whoever has the rows alone has nothing to guess with.
"""

import asyncio
import hashlib
import hmac

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError

from accounts.proofs.storage.first_passwords import KeyedFirstPasswords

PURPOSE = b"kaitong service passwords and codes"
_SLOTS = 4
"""Hashes made at once, each with 19 MiB (OWASP's first choice of argon2id: m=19456, t=2, p=1)."""


class KeyedHashing:
    """Hashes secrets in threads, so that nobody else waits for it."""

    def __init__(self, key: bytes) -> None:
        self._key = hmac.digest(key, PURPOSE, hashlib.sha256)
        self._hasher = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
        self._slots = asyncio.Semaphore(_SLOTS)
        self._first = KeyedFirstPasswords(key)

    async def hash(self, secret: str, *, owner: str) -> str:
        async with self._slots:
            return await asyncio.to_thread(self._hasher.hash, self._keyed(secret, owner))

    async def fits(self, secret: str, kept: str, *, owner: str) -> bool:
        if self._first.is_first(kept):
            first = self._first.digits(kept, owner=owner)
            return hmac.compare_digest(secret.encode(), first.encode())
        async with self._slots:
            return await asyncio.to_thread(self._verify, kept, self._keyed(secret, owner))

    def blinded(self, secret: str) -> str:
        """Return what a memory of commands may hold instead: equal for equal secrets."""
        return hmac.digest(self._key, secret.encode(), hashlib.sha256).hex()

    def _keyed(self, secret: str, owner: str) -> bytes:
        return hmac.digest(self._key, f"{owner}\0{secret}".encode(), hashlib.sha256)

    def _verify(self, kept: str, keyed: bytes) -> bool:
        try:
            return self._hasher.verify(kept, keyed)
        except VerificationError:
            return False
