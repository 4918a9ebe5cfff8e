"""The audit: entries in one order, each holding the one before by its hash."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from sqlalchemy import Text, any_, bindparam, func, or_, select, text, update
from sqlalchemy.dialects.postgresql import ARRAY

from accounts.audit.domain import AuditEntry, AuditText, KeptEntry, chained
from accounts.audit.ports import Seal
from accounts.audit.tables import AUDIT, AUDIT_END, AUDIT_TEXT
from runtime.database.connection import Row
from runtime.database.database import Database
from runtime.database.resealing import Resealed, Shut, tried
from runtime.telemetry.logs import logger

_log = logger("audit")

_END = select(AUDIT_END.c.hash).with_for_update()
_MOVE_END = update(AUDIT_END).values(hash=bindparam("end"))
_ADD = text("""
INSERT INTO audit (actor, channel, action, object_id, reason, outcome, service, at, hash, text_id,
    text_digest)
SELECT actor, channel, action, object_id, reason, outcome, service, at, hash, text_id, text_digest
FROM unnest(CAST(:actors AS text[]), CAST(:channels AS text[]), CAST(:actions AS text[]),
    CAST(:objects AS text[]), CAST(:reasons AS text[]), CAST(:outcomes AS text[]),
    CAST(:services AS text[]), CAST(:moments AS timestamptz[]), CAST(:hashes AS bytea[]),
    CAST(:text_ids AS text[]), CAST(:text_digests AS bytea[])) WITH ORDINALITY
    AS given(actor, channel, action, object_id, reason, outcome, service, at, hash, text_id,
    text_digest, place)
ORDER BY place
""")
_ADD_TEXTS = text("""
INSERT INTO audit_text (id, key_id, sealed, salt)
SELECT * FROM unnest(CAST(:ids AS text[]), CAST(:key_ids AS text[]), CAST(:sealed AS bytea[]),
    CAST(:salts AS bytea[])) ON CONFLICT DO NOTHING
""")
_TEXTS = select(AUDIT_TEXT).where(AUDIT_TEXT.c.id == any_(bindparam("ids", type_=ARRAY(Text))))
_LEFT = (
    select(func.count()).select_from(AUDIT_TEXT).where(AUDIT_TEXT.c.key_id != bindparam("current"))
)
_ACTOR, _OBJECT = bindparam("actor", type_=Text), bindparam("object_id", type_=Text)
_PAGE = (
    select(AUDIT)
    .where(or_(_ACTOR == "", AUDIT.c.actor == _ACTOR))
    .where(or_(_OBJECT == "", AUDIT.c.object_id == _OBJECT))
    .order_by(AUDIT.c.id.desc())
    .limit(bindparam("limit"))
)


class AuditTable:
    """Append-only; the database itself refuses anything else."""

    def __init__(self, database: Database, seal: Seal) -> None:
        self._database = database
        self._seal = seal

    async def add_texts(self, texts: Sequence[AuditText]) -> None:
        sealed = [self._seal.seal_text(each.id, each.text) for each in texts]
        await self._database.execute(
            _ADD_TEXTS,
            ids=[each.id for each in texts],
            key_ids=[key_id for key_id, _ in sealed],
            sealed=[octets for _, octets in sealed],
            salts=[each.salt for each in texts],
        )

    async def texts(self, ids: Sequence[str]) -> Mapping[str, AuditText]:
        if not ids:
            return {}
        rows = await self._database.execute(_TEXTS, ids=ids)
        return {text.id: text for text in map(self._text_of, rows) if text}

    async def add(self, entries: Sequence[AuditEntry]) -> None:
        async with self._database.transaction() as connection:
            end: bytes = (await connection.execute(_END)).scalar_one()
            hashes = chained(entries, after=end)
            await connection.execute(
                _ADD,
                actors=[entry.actor for entry in entries],
                channels=[entry.channel for entry in entries],
                actions=[entry.action for entry in entries],
                objects=[entry.object_id for entry in entries],
                reasons=[entry.reason for entry in entries],
                outcomes=[entry.outcome for entry in entries],
                services=[entry.service for entry in entries],
                moments=[entry.at for entry in entries],
                hashes=hashes,
                text_ids=[entry.text_id for entry in entries],
                text_digests=[entry.text_digest for entry in entries],
            )
            await connection.execute(_MOVE_END, end=hashes[-1] if hashes else end)

    async def page(self, *, actor: str, object_id: str, limit: int) -> Sequence[KeptEntry]:
        rows = await self._database.execute(_PAGE, actor=actor, object_id=object_id, limit=limit)
        return [_entry_of(row) for row in rows]

    def _text_of(self, row: Row) -> AuditText | None:
        """Return None where it does not open: its entry is shown without words, the others with."""
        opening = partial(self._seal.open_text, row.id, key_id=row.key_id, sealed=bytes(row.sealed))
        words = tried(opening)
        if isinstance(words, Shut):
            _log.error("a text of the audit does not open", text=row.id, code=words.code)
            return None
        return AuditText(row.id, words, bytes(row.salt))


def _entry_of(row: Row) -> KeptEntry:
    entry = AuditEntry(
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
    )
    return KeptEntry(row.id, entry, bytes(row.hash))


@dataclass(frozen=True, slots=True)
class SealedTexts:
    """Table `audit_text`, as runtime's sealing knows it: nobody may change it, so its keys stay."""

    database: Database
    key_id: str
    name: str = "audit_text"
    append_only: bool = True

    async def reseal(self, limit: int) -> Resealed:
        return Resealed()

    async def left(self) -> int:
        number: int = (await self.database.execute(_LEFT, current=self.key_id)).scalar_one()
        return number
