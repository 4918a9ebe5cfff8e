"""First passwords out of a key that no database has, and which of them are to be told."""

import hashlib
import hmac
from collections.abc import Sequence

from sqlalchemy import bindparam, delete, text
from sqlalchemy.dialects.postgresql import insert

from accounts.proofs.tables import UNTOLD_PASSWORD
from runtime.database.database import Database
from runtime.wakes import wake

FIRST_PASSWORDS = "first_passwords"
PURPOSE = b"kaitong first passwords"
DIGITS = 6
_FIRST = "first:"
_ADD = (
    insert(UNTOLD_PASSWORD)
    .values(subscriber_id=bindparam("subscriber_id"))
    .on_conflict_do_nothing()
)
_DELETE = delete(UNTOLD_PASSWORD).where(
    UNTOLD_PASSWORD.c.subscriber_id == bindparam("subscriber_id")
)
_CLAIM = text("""
UPDATE untold_password SET leased_until = clock_timestamp() + interval '5 seconds'
WHERE subscriber_id IN (
    SELECT subscriber_id FROM untold_password
    WHERE leased_until IS NULL OR leased_until < clock_timestamp()
    LIMIT :limit FOR UPDATE SKIP LOCKED)
RETURNING subscriber_id
""")
_ANY = text("SELECT EXISTS (SELECT FROM untold_password)")


class KeyedFirstPasswords:
    """Makes the digits of a first password, the same ones whenever they are asked for."""

    def __init__(self, key: bytes) -> None:
        self._key = hmac.digest(key, PURPOSE, hashlib.sha256)

    def kept(self, seed: str) -> str:
        """Return what is kept of the one that this makes; it stands where others have a hash."""
        return f"{_FIRST}{seed}"

    def is_first(self, kept: str) -> bool:
        return kept.startswith(_FIRST)

    def digits(self, kept: str, *, owner: str) -> str:
        digest = hmac.digest(self._key, f"{owner}\0{kept}".encode(), hashlib.sha256)
        return f"{int.from_bytes(digest[:16]) % 10**DIGITS:0{DIGITS}d}"


class UntoldPasswordTable:
    """Numbers whose first password was not told yet."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, subscriber_id: str) -> None:
        await self._database.execute(_ADD, subscriber_id=subscriber_id)
        self._database.after_commit(wake_tellers)

    async def delete(self, subscriber_id: str) -> None:
        await self._database.execute(_DELETE, subscriber_id=subscriber_id)

    async def claim(self, *, limit: int) -> Sequence[str]:
        """Return some for five seconds, in which nobody else gets them."""
        rows = await self._database.execute(_CLAIM, limit=limit)
        return [row.subscriber_id for row in rows]

    async def has_any(self) -> bool:
        return bool((await self._database.execute(_ANY)).scalar_one())


def wake_tellers() -> None:
    """Tell the workers of this process that there is one to tell."""
    wake(FIRST_PASSWORDS)
