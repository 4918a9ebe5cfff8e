"""The audit: entries in one order, each holding the one before by its hash."""

from collections.abc import Mapping, Sequence

from accounts.domain.audit import AuditEntry, AuditText, KeptEntry, chained
from accounts.storage.safe import Safe
from runtime.database.connection import Row
from runtime.database.database import Database

_END = "SELECT hash FROM audit_end FOR UPDATE"
_MOVE_END = "UPDATE audit_end SET hash = $1"
_ADD = """
INSERT INTO audit (actor, channel, action, object_id, reason, outcome, service, at, hash, text_id,
    text_digest)
SELECT actor, channel, action, object_id, reason, outcome, service, at, hash, text_id, text_digest
FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[],
    $8::timestamptz[], $9::bytea[], $10::text[], $11::bytea[]) WITH ORDINALITY
    AS given(actor, channel, action, object_id, reason, outcome, service, at, hash, text_id,
    text_digest, place)
ORDER BY place
"""
_COLUMNS = (
    "id, actor, channel, action, object_id, reason, outcome, service, at, hash, text_id,"
    " text_digest"
)
_KEEP_TEXTS = """
INSERT INTO audit_text (id, key_id, sealed, salt)
SELECT * FROM unnest($1::text[], $2::text[], $3::bytea[], $4::bytea[]) ON CONFLICT DO NOTHING
"""
_TEXTS = "SELECT id, key_id, sealed, salt FROM audit_text WHERE id = ANY($1::text[])"
_PAGE = f"""
SELECT {_COLUMNS} FROM audit WHERE ($1 = '' OR actor = $1) AND ($2 = '' OR object_id = $2)
ORDER BY id DESC LIMIT $3
"""  # noqa: S608


class AuditTable:
    """Append-only; the database itself refuses anything else."""

    def __init__(self, database: Database, safe: Safe) -> None:
        self._database = database
        self._safe = safe

    async def keep_texts(self, texts: Sequence[AuditText]) -> None:
        sealed = [self._safe.seal_text(one.id, one.text) for one in texts]
        columns = (
            [one.id for one in texts],
            [key_id for key_id, _ in sealed],
            [own for _, own in sealed],
            [one.salt for one in texts],
        )
        async with self._database.transaction() as connection:
            await connection.exec_driver_sql(_KEEP_TEXTS, columns)

    async def texts(self, ids: Sequence[str]) -> Mapping[str, AuditText]:
        if not ids:
            return {}
        async with self._database.reading() as connection:
            rows = (await connection.exec_driver_sql(_TEXTS, (list(ids),))).all()
        return {row.id: self._text_of(row) for row in rows}

    def _text_of(self, row: Row) -> AuditText:
        text = self._safe.open_text(row.id, key_id=row.key_id, sealed=bytes(row.sealed))
        return AuditText(row.id, text, bytes(row.salt))

    async def keep(self, entries: Sequence[AuditEntry]) -> None:
        async with self._database.transaction() as connection:
            end: bytes = (await connection.exec_driver_sql(_END)).scalar_one()
            hashes = chained(entries, after=end)
            columns = (
                [entry.actor for entry in entries],
                [entry.channel for entry in entries],
                [entry.action for entry in entries],
                [entry.object_id for entry in entries],
                [entry.reason for entry in entries],
                [entry.outcome for entry in entries],
                [entry.service for entry in entries],
                [entry.at for entry in entries],
                hashes,
                [entry.text_id for entry in entries],
                [entry.text_digest for entry in entries],
            )
            await connection.exec_driver_sql(_ADD, columns)
            await connection.exec_driver_sql(_MOVE_END, (hashes[-1] if hashes else end,))

    async def page(self, *, actor: str, object_id: str, limit: int) -> Sequence[KeptEntry]:
        async with self._database.reading() as connection:
            rows = await connection.exec_driver_sql(_PAGE, (actor, object_id, limit))
            return [
                KeptEntry(
                    id=row.id,
                    entry=AuditEntry(
                        actor=row.actor,
                        channel=row.channel,
                        action=row.action,
                        object_id=row.object_id,
                        reason=row.reason,
                        outcome=row.outcome,
                        service=row.service,
                        at=row.at,
                        text_id=row.text_id,
                        text_digest=bytes(row.text_digest),
                    ),
                    hash=bytes(row.hash),
                )
                for row in rows
            ]
