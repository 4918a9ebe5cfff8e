"""The words of texts, sealed again when the key of the vault is exchanged."""

from dataclasses import dataclass

from sqlalchemy import bindparam, func, select, text

from provisioning.texts.ports import Seal
from provisioning.texts.tables import TEXT_MESSAGE
from provisioning.vault.domain.sealed import Sealed
from runtime.database.database import Database

_C = TEXT_MESSAGE.c
_IS_OF_ANOTHER_KEY = _C.key_id != bindparam("key_id")
_OTHERS = (
    select(_C.id, _C.key_id, _C.nonce, _C.sealed)
    .where(_IS_OF_ANOTHER_KEY)
    .order_by(_C.id)
    .limit(bindparam("limit"))
    .with_for_update(skip_locked=True)
)
_SAVE = text("""
UPDATE text_message SET key_id = anew.key_id, nonce = anew.nonce, sealed = anew.sealed
FROM unnest(
    CAST(:ids AS text[]), CAST(:nonces AS bytea[]), CAST(:sealed AS bytea[]),
    CAST(:key_ids AS text[])) AS anew(id, nonce, sealed, key_id)
WHERE text_message.id = anew.id
""")
_LEFT = select(func.count()).select_from(TEXT_MESSAGE).where(_IS_OF_ANOTHER_KEY)


@dataclass(frozen=True, slots=True)
class SealedTexts:
    """Table `text_message`, as runtime's sealing knows it."""

    database: Database
    seal: Seal
    name: str = "text_message"
    append_only: bool = False

    @property
    def key_id(self) -> str:
        return self.seal.key_id

    async def reseal(self, limit: int) -> int:
        """Raises KEY_NOT_HERE where a row needs a key that this process does not have."""
        async with self.database.transaction() as connection:
            rows = list(await connection.execute(_OTHERS, key_id=self.seal.key_id, limit=limit))
            anew = [self._anew(row.id, Sealed(row.key_id, row.nonce, row.sealed)) for row in rows]
            await connection.execute(
                _SAVE,
                ids=[row.id for row in rows],
                nonces=[one.nonce for one in anew],
                sealed=[one.sealed for one in anew],
                key_ids=[one.key_id for one in anew],
            )
        return len(rows)

    async def left(self) -> int:
        left = await self.database.execute(_LEFT, key_id=self.seal.key_id)
        return int(left.scalar_one())

    def _anew(self, text_id: str, kept: Sealed) -> Sealed:
        words = self.seal.open_octets(kept, bound_to=text_id)
        return self.seal.close_octets(words, bound_to=text_id)
