"""Keys and PUKs of cards, sealed again when the key of the vault is exchanged."""

from dataclasses import dataclass

from sqlalchemy import bindparam, func, select, text, update

from provisioning.vault.domain.authentication import Shut
from provisioning.vault.domain.sealed import Sealed
from provisioning.vault.storage.puks import bound_to
from provisioning.vault.storage.vault import Seal, SealedKeys
from provisioning.vault.tables import CARD_KEY, CARD_PUK
from runtime.database.database import Database
from runtime.database.resealing import Page, Resealed, reseal_past

_IS_OF_ANOTHER_KEY = CARD_KEY.c.key_id != bindparam("key_id")
_OTHERS = (
    select(CARD_KEY)
    .where(_IS_OF_ANOTHER_KEY, CARD_KEY.c.imsi > bindparam("after"))
    .order_by(CARD_KEY.c.imsi)
    .limit(bindparam("limit"))
    .with_for_update(skip_locked=True)
)
_SAVE = text("""
UPDATE card_key SET key_id = anew.key_id, nonce = anew.nonce, sealed = anew.sealed
FROM unnest(
    CAST(:imsis AS text[]), CAST(:nonces AS bytea[]), CAST(:sealed AS bytea[]),
    CAST(:key_ids AS text[])) AS anew(imsi, nonce, sealed, key_id)
WHERE card_key.imsi = anew.imsi
""")
_LEFT = select(func.count()).select_from(CARD_KEY).where(_IS_OF_ANOTHER_KEY)


@dataclass(frozen=True, slots=True)
class SealedCardKeys:
    """Table `card_key`, as runtime's sealing knows it."""

    database: Database
    seal: Seal
    name: str = "card_key"
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
        anew, shut = list[SealedKeys](), dict[str, str]()
        async with self.database.transaction() as connection:
            result = await connection.execute(
                _OTHERS, key_id=self.seal.key_id, limit=limit, after=after
            )
            rows = result.all()
            for row in rows:
                keys = self.seal.tried(SealedKeys(**row))
                if isinstance(keys, Shut):
                    shut[row.imsi] = keys.row_code
                else:
                    anew.append(self.seal.close(keys))
            await connection.execute(
                _SAVE,
                imsis=[key.imsi for key in anew],
                nonces=[key.nonce for key in anew],
                sealed=[key.sealed for key in anew],
                key_ids=[key.key_id for key in anew],
            )
        return Page(len(anew), shut, rows[-1].imsi if len(rows) == limit else None)


_IS_PUK_OF_ANOTHER_KEY = CARD_PUK.c.key_id != bindparam("key_id")
_OTHER_PUKS = (
    select(CARD_PUK)
    .where(_IS_PUK_OF_ANOTHER_KEY, CARD_PUK.c.imsi > bindparam("after"))
    .order_by(CARD_PUK.c.imsi)
    .limit(bindparam("limit"))
    .with_for_update(skip_locked=True)
)
_SAVE_PUK = (
    update(CARD_PUK)
    .values(key_id=bindparam("new_key"), nonce=bindparam("nonce"), sealed=bindparam("sealed"))
    .where(CARD_PUK.c.imsi == bindparam("of"))
)
_PUKS_LEFT = select(func.count()).select_from(CARD_PUK).where(_IS_PUK_OF_ANOTHER_KEY)


@dataclass(frozen=True, slots=True)
class SealedPukRows:
    """Table `card_puk`, as runtime's sealing knows it."""

    database: Database
    seal: Seal
    name: str = "card_puk"
    append_only: bool = False

    @property
    def key_id(self) -> str:
        return self.seal.key_id

    async def reseal(self, limit: int) -> Resealed:
        """Pass over rows that need a key this process does not have, or are damaged."""

        async def page(after: str) -> Page:
            return await self._page(limit, after=after)

        return await reseal_past(page, table=self.name)

    async def _page(self, limit: int, *, after: str) -> Page:
        anew, shut = 0, dict[str, str]()
        async with self.database.transaction() as connection:
            result = await connection.execute(
                _OTHER_PUKS, key_id=self.seal.key_id, limit=limit, after=after
            )
            rows = result.all()
            for row in rows:
                row_id = bound_to(row.imsi)
                kept = Sealed(row.key_id, bytes(row.nonce), bytes(row.sealed))
                puk = self.seal.tried_octets(kept, bound_to=row_id)
                if isinstance(puk, Shut):
                    shut[row.imsi] = puk.row_code
                    continue
                sealed = self.seal.close_octets(puk, bound_to=row_id)
                await connection.execute(
                    _SAVE_PUK,
                    of=row.imsi,
                    new_key=sealed.key_id,
                    nonce=sealed.nonce,
                    sealed=sealed.sealed,
                )
                anew += 1
        return Page(anew, shut, rows[-1].imsi if len(rows) == limit else None)

    async def left(self) -> int:
        left = await self.database.execute(_PUKS_LEFT, key_id=self.seal.key_id)
        return int(left.scalar_one())
