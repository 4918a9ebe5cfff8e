"""PUKs of cards, sealed as keys are, and the orders that let one be read."""

from collections.abc import Sequence

from sqlalchemy import bindparam as bound
from sqlalchemy import delete, exists, select, text
from sqlalchemy.dialects.postgresql import insert

from kernel.errors import Refusal
from provisioning.vault.domain.puk import Puk, PukGrant
from provisioning.vault.domain.sealed import Sealed
from provisioning.vault.storage.vault import Seal
from provisioning.vault.tables import CARD_PUK, PUK_GRANT
from runtime.database.database import Database
from runtime.database.rows import Row, instant

_ADD = text("""
INSERT INTO card_puk (imsi, key_id, nonce, sealed)
SELECT * FROM unnest(
    CAST(:imsis AS text[]), CAST(:key_ids AS text[]), CAST(:nonces AS bytea[]),
    CAST(:sealed AS bytea[]))
ON CONFLICT (imsi) DO NOTHING
""")
_GET = select(CARD_PUK).where(CARD_PUK.c.imsi == bound("imsi"))
_KNOWN = text("SELECT * FROM card_puk WHERE imsi = ANY(CAST(:imsis AS text[]))")
_HAS = select(exists().where(CARD_PUK.c.imsi == bound("imsi")))
_GRANT = insert(PUK_GRANT).values({column.name: bound(column.name) for column in PUK_GRANT.c})
_GRANTED = select(PUK_GRANT).where(PUK_GRANT.c.order_id == bound("order_id"))
_TAKE_BACK = delete(PUK_GRANT).where(PUK_GRANT.c.order_id == bound("order_id"))


class SealedPuks:
    def __init__(self, database: Database, seal: Seal) -> None:
        self._database = database
        self._seal = seal

    async def load(self, puks: Sequence[Puk]) -> None:
        """Keep what is new. Raises KEYS_DIFFER where a card has another."""
        if not puks:
            return
        async with self._database.transaction() as connection:
            rows = await connection.execute(_KNOWN, imsis=[one.imsi for one in puks])
            known = {row.imsi: self._opened(row) for row in rows}
            for puk in puks:
                if known.get(puk.imsi, puk.digits) != puk.digits:
                    sentence = f"The vault has another PUK for {puk.imsi}."
                    raise Refusal("KEYS_DIFFER", sentence, field="cards")
            fresh = [one for one in puks if one.imsi not in known]
            closed = [self._seal.close_octets(one.digits.encode(), bound_to=bound_to(one.imsi))
                      for one in fresh]  # fmt: skip
            await connection.execute(
                _ADD,
                imsis=[one.imsi for one in fresh],
                key_ids=[one.key_id for one in closed],
                nonces=[one.nonce for one in closed],
                sealed=[one.sealed for one in closed],
            )

    async def has(self, imsi: str) -> bool:
        return bool((await self._database.execute(_HAS, imsi=imsi)).scalar_one())

    async def get(self, imsi: str) -> Puk | None:
        """Raises KEY_NOT_HERE where it was sealed with a key that this process does not have."""
        row = (await self._database.execute(_GET, imsi=imsi)).first()
        return None if row is None else Puk(imsi, self._opened(row))

    async def grant(self, grant: PukGrant) -> None:
        await self._database.execute(
            _GRANT,
            order_id=grant.order_id,
            subscriber_id=grant.subscriber_id,
            imsi=grant.imsi,
            granted_at=grant.granted_at,
        )

    async def granted(self, order_id: str) -> PukGrant | None:
        row = (await self._database.execute(_GRANTED, order_id=order_id)).first()
        if row is None:
            return None
        return PukGrant(row.order_id, row.subscriber_id, row.imsi, instant(row.granted_at))

    async def take_back(self, order_id: str) -> None:
        await self._database.execute(_TAKE_BACK, order_id=order_id)

    def _opened(self, row: Row) -> str:
        kept = Sealed(row["key_id"], row["nonce"], row["sealed"])
        return self._seal.open_octets(kept, bound_to=bound_to(row["imsi"])).decode()


def bound_to(imsi: str) -> str:
    """Return what a sealed PUK is bound to: it opens in no other row, and in no row of keys."""
    return f"puk {imsi}"
