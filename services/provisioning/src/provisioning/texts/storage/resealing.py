"""The words of texts, sealed again when the key of the vault is exchanged."""

from dataclasses import dataclass

from sqlalchemy import bindparam, func, select, text

from provisioning.texts.ports import Seal
from provisioning.texts.tables import TEXT_MESSAGE
from provisioning.vault.domain.authentication import Shut
from provisioning.vault.domain.sealed import Sealed
from runtime.database.database import Database
from runtime.database.resealing import Page, Resealed, reseal_past

_C = TEXT_MESSAGE.c
_IS_OF_ANOTHER_KEY = _C.key_id != bindparam("key_id")
_OTHERS = (
    select(_C.id, _C.key_id, _C.nonce, _C.sealed)
    .where(_IS_OF_ANOTHER_KEY, _C.id > bindparam("after"))
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

    async def reseal(self, limit: int) -> Resealed:
        """Pass over rows that need a key this process does not have, or are damaged."""

        async def page(after: str) -> Page:
            return await self._page(limit, after=after)

        return await reseal_past(page, table=self.name)

    async def left(self) -> int:
        left = await self.database.execute(_LEFT, key_id=self.seal.key_id)
        return int(left.scalar_one())

    async def _page(self, limit: int, *, after: str) -> Page:
        anew, shut = dict[str, Sealed](), dict[str, str]()
        async with self.database.transaction() as connection:
            result = await connection.execute(
                _OTHERS, key_id=self.seal.key_id, limit=limit, after=after
            )
            rows = result.all()
            for row in rows:
                kept = Sealed(row.key_id, bytes(row.nonce), bytes(row.sealed))
                words = self.seal.tried_octets(kept, bound_to=row.id)
                if isinstance(words, Shut):
                    shut[row.id] = words.row_code
                else:
                    anew[row.id] = self.seal.close_octets(words, bound_to=row.id)
            await connection.execute(
                _SAVE,
                ids=list(anew),
                nonces=[sealed.nonce for sealed in anew.values()],
                sealed=[sealed.sealed for sealed in anew.values()],
                key_ids=[sealed.key_id for sealed in anew.values()],
            )
        return Page(len(anew), shut, rows[-1].id if len(rows) == limit else None)
