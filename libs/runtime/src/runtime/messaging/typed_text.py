"""What a person typed never enters Kafka: the event names it, the audit store keeps it.

A reason may hold a name or a paper number. On the way into the outbox it is taken out of the event
and laid beside it in the same transaction; from there it goes to the audit store by a call, and is
forgotten here. The event carries a digest of it, so that nobody can put another text in its place.
"""

import hashlib
import hmac
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from boss.audit.v1.events_pb2 import AuditRecorded
from kernel.ids import new_id
from runtime.database.connection import Connection
from runtime.database.database import Database
from runtime.wakes import wake

NAME = "typed text"
AT_ONCE = 100
_LEASE = "30 seconds"
_SALT_OCTETS = 16
_PUT = """
INSERT INTO typed_text (id, text, salt)
SELECT * FROM unnest($1::uuid[], $2::text[], $3::bytea[])
"""
_CLAIM = """
UPDATE typed_text t SET leased_until = now() + $2::text::interval
FROM (SELECT id FROM typed_text WHERE leased_until < now()
    ORDER BY put_at LIMIT $1 FOR UPDATE SKIP LOCKED) due
WHERE t.id = due.id RETURNING t.id, t.text, t.salt
"""
_FORGET = "DELETE FROM typed_text WHERE id = ANY($1::uuid[])"
_IS_EMPTY = "SELECT NOT EXISTS (SELECT FROM typed_text)"


@dataclass(frozen=True, slots=True)
class TypedText:
    """A text, and the salt without which its digest tells nothing."""

    id: str
    text: str = field(repr=False)
    salt: bytes = field(repr=False)

    @property
    def digest(self) -> bytes:
        """Return what the event says of it."""
        return hmac.digest(self.salt, self.text.encode(), hashlib.sha256)


class TextKeeper(Protocol):
    """The audit store: keeps a text once, however often it is told."""

    async def keep(self, texts: Sequence[TypedText]) -> None: ...


def taken_out(message: AuditRecorded) -> tuple[AuditRecorded, TypedText | None]:
    """Return what may be said of an audited act, and the text that stays behind."""
    if not message.reason:
        return message, None
    text = TypedText(new_id(), message.reason, secrets.token_bytes(_SALT_OCTETS))
    said = AuditRecorded()
    said.CopyFrom(message)
    said.ClearField("reason")
    said.text_id, said.text_digest = text.id, text.digest
    return said, text


async def lay_beside(
    connection: Connection, texts: Sequence[TypedText], *, database: Database
) -> None:
    """Keep texts in the transaction of the events that name them."""
    if not texts:
        return
    columns = ([one.id for one in texts], [one.text for one in texts], [one.salt for one in texts])
    await connection.exec_driver_sql(_PUT, columns)
    database.after_commit(_wake)


def _wake() -> None:
    wake(NAME)


@dataclass(frozen=True, slots=True)
class TypedTextWork:
    """Hands texts to the audit store; while it is away they wait here."""

    database: Database
    keeper: TextKeeper
    name: str = NAME

    async def due(self) -> Sequence[Sequence[TypedText]]:
        """Claim texts that wait, all of them one piece of work."""
        rows = (await self.database.run(_CLAIM, (AT_ONCE, _LEASE))).all()
        return [[TypedText(str(row.id), row.text, bytes(row.salt)) for row in rows]] if rows else []

    async def carry_out(self, item: Sequence[TypedText]) -> None:
        await self.keeper.keep(item)
        async with self.database.transaction() as connection:
            await connection.exec_driver_sql(_FORGET, ([one.id for one in item],))

    async def next_due(self) -> datetime | None:
        return None

    async def is_quiet(self) -> bool:
        async with self.database.reading() as connection:
            return bool((await connection.exec_driver_sql(_IS_EMPTY)).scalar_one())
