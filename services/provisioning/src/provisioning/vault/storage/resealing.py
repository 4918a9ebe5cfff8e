"""Keys and PUKs of cards, sealed again when the key of the vault is exchanged."""

from dataclasses import dataclass

from sqlalchemy import bindparam, func, select, text, update

from provisioning.vault.domain.sealed import Sealed
from provisioning.vault.storage.puks import bound_to
from provisioning.vault.storage.vault import Seal, SealedKeys
from provisioning.vault.tables import CARD_KEY, CARD_PUK
from runtime.database.database import Database

_IS_OF_ANOTHER_KEY = CARD_KEY.c.key_id != bindparam("key_id")
_OTHERS = (
    select(CARD_KEY)
    .where(_IS_OF_ANOTHER_KEY)
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

    async def reseal(self, limit: int) -> int:
        """Raises KEY_NOT_HERE where a row needs a key that this process does not have."""
        async with self.database.transaction() as connection:
            rows = await connection.execute(_OTHERS, key_id=self.seal.key_id, limit=limit)
            anew = [self.seal.close(self.seal.open(SealedKeys(**row))) for row in rows]
            await connection.execute(
                _SAVE,
                imsis=[key.imsi for key in anew],
                nonces=[key.nonce for key in anew],
                sealed=[key.sealed for key in anew],
                key_ids=[key.key_id for key in anew],
            )
        return len(anew)

    async def left(self) -> int:
        left = await self.database.execute(_LEFT, key_id=self.seal.key_id)
        return int(left.scalar_one())


_IS_PUK_OF_ANOTHER_KEY = CARD_PUK.c.key_id != bindparam("key_id")
_OTHER_PUKS = (
    select(CARD_PUK)
    .where(_IS_PUK_OF_ANOTHER_KEY)
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

    async def reseal(self, limit: int) -> int:
        """Raises KEY_NOT_HERE where a row needs a key that this process does not have."""
        async with self.database.transaction() as connection:
            rows = list(await connection.execute(_OTHER_PUKS, key_id=self.seal.key_id, limit=limit))
            for row in rows:
                row_id, kept = bound_to(row.imsi), Sealed(row.key_id, row.nonce, row.sealed)
                puk = self.seal.open_octets(kept, bound_to=row_id)
                anew = self.seal.close_octets(puk, bound_to=row_id)
                await connection.execute(
                    _SAVE_PUK,
                    of=row.imsi,
                    new_key=anew.key_id,
                    nonce=anew.nonce,
                    sealed=anew.sealed,
                )
        return len(rows)

    async def left(self) -> int:
        left = await self.database.execute(_PUKS_LEFT, key_id=self.seal.key_id)
        return int(left.scalar_one())
