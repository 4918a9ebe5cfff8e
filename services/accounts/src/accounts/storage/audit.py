"""The audit: entries in one order, each holding the one before by its hash."""

from collections.abc import Sequence

from accounts.domain.audit import AuditEntry, KeptEntry, chained
from runtime.database import Database

_END = "SELECT hash FROM audit_end FOR UPDATE"
_MOVE_END = "UPDATE audit_end SET hash = $1"
_ADD = """
INSERT INTO audit (actor, channel, action, object_id, reason, outcome, service, at, hash)
SELECT actor, channel, action, object_id, reason, outcome, service, at, hash
FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[],
    $8::timestamptz[], $9::bytea[]) WITH ORDINALITY
    AS given(actor, channel, action, object_id, reason, outcome, service, at, hash, place)
ORDER BY place
"""
_COLUMNS = "id, actor, channel, action, object_id, reason, outcome, service, at, hash"
_PAGE = f"""
SELECT {_COLUMNS} FROM audit WHERE ($1 = '' OR actor = $1) AND ($2 = '' OR object_id = $2)
ORDER BY id DESC LIMIT $3
"""  # noqa: S608


class AuditTable:
    """Append-only; the database itself refuses anything else."""

    def __init__(self, database: Database) -> None:
        self._database = database

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
                    ),
                    hash=bytes(row.hash),
                )
                for row in rows
            ]
