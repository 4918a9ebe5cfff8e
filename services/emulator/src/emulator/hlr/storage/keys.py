"""The authentication centre's table."""

from sqlalchemy import bindparam, delete, exists, insert, select, text, update

from emulator.hlr.domain.subscription import Key
from emulator.hlr.storage.refusals import plainly
from emulator.hlr.storage.rows import key_of
from emulator.hlr.tables import CARD_KEY, SUBSCRIPTION
from runtime.database.connection import Row
from runtime.database.database import Database

_IS_OF_THE_CARD = CARD_KEY.c.imsi == bindparam("card")
_COLUMNS = ("imsi", "k", "opc", "amf", "card_type", "sqn")
_GET = select(CARD_KEY).where(_IS_OF_THE_CARD)
_ADD = insert(CARD_KEY).values({name: bindparam(name) for name in _COLUMNS}).inline()
_DELETE = delete(CARD_KEY).where(
    _IS_OF_THE_CARD, ~exists().where(SUBSCRIPTION.c.imsi == bindparam("card"))
)
_ADVANCE = text("""
UPDATE card_key SET sqn = card_key.sqn + CAST(:taken AS bigint) FROM subscription
WHERE card_key.imsi = :imsi AND subscription.imsi = :imsi
RETURNING card_key.imsi, k, opc, amf, card_type, card_key.sqn - CAST(:taken AS bigint) AS sqn
""")
_SET_SEQUENCE = update(CARD_KEY).values(sqn=bindparam("sqn")).where(_IS_OF_THE_CARD)
_STEP = 1 << 5


class KeyTable:
    """The authentication centre."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def get(self, imsi: str) -> Key | None:
        with plainly():
            row = (await self._database.execute(_GET, card=imsi)).first()
        return _key(row)

    async def add(self, key: Key) -> None:
        await self._database.execute(
            _ADD,
            imsi=key.imsi,
            k=key.k,
            opc=key.opc,
            amf=key.amf,
            card_type=key.card_type,
            sqn=key.sqn,
        )

    async def delete(self, imsi: str) -> bool:
        return bool((await self._database.execute(_DELETE, card=imsi)).rowcount)

    async def advance(self, imsi: str, *, vectors: int) -> Key | None:
        with plainly():
            advanced = await self._database.execute(_ADVANCE, imsi=imsi, taken=_STEP * vectors)
        return _key(advanced.first())

    async def set_sequence(self, imsi: str, *, sqn: int) -> None:
        await self._database.execute(_SET_SEQUENCE, card=imsi, sqn=sqn)


def _key(row: Row | None) -> Key | None:
    return None if row is None else key_of(row)
