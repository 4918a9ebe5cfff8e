"""Whose a receipt is, and those that came before anybody knew."""

from datetime import datetime

from sqlalchemy import (
    Integer,
    Text,
    bindparam,
    delete,
    false,
    func,
    insert,
    or_,
    select,
    text,
    update,
)

from provisioning.elements.domain.short_message import Fate
from provisioning.texts.domain.text_message import TextInHand
from provisioning.texts.ports import Ending, Seal
from provisioning.texts.storage.rows import IN_HAND, in_hand
from provisioning.texts.tables import IS_OPEN, TEXT_MESSAGE, TEXT_RECEIPT
from runtime.database.database import Database

_C = TEXT_MESSAGE.c
# The answer to a submission and its receipt are written down one after the other: both wait for
# their turn first, and lock the text then.
_ONE_BY_ONE = text("SELECT pg_advisory_xact_lock(hashtextextended(:key, 11))")
_KEY, _NUMBER = bindparam("key", type_=Text), bindparam("number", type_=Text)
_REFERENCE = bindparam("reference", type_=Integer)
_BY_KEY = (_KEY != "") & (_C.message_key == _KEY)
_BY_REFERENCE = func.coalesce((_C.msisdn == _NUMBER) & (_C.reference == _REFERENCE), false())
# Where the centre named no id when it took the text: who was written to tells it.
_BY_NUMBER = (_C.msisdn == _NUMBER) & _C.submitted_at.is_not(None) & (_C.message_key == "")
_WHOSE = (
    update(TEXT_MESSAGE)
    .values(turn=_C.turn + 1)
    .where(
        _C.id
        == (
            select(_C.id)
            .where(IS_OPEN, or_(_BY_KEY, _BY_REFERENCE, _BY_NUMBER))
            .order_by(_BY_REFERENCE.desc(), _BY_KEY.desc(), _C.seq)
            .limit(1)
            .with_for_update()
            .correlate(None)
            .scalar_subquery()
        )
    )
    .returning(*IN_HAND)
)
_KEPT = ("message_key", "fate", "code", "told_at")
_KEEP = insert(TEXT_RECEIPT).values({name: bindparam(name) for name in _KEPT})
_WAITING = (
    delete(TEXT_RECEIPT)
    .where(TEXT_RECEIPT.c.message_key == bindparam("key"))
    .returning(TEXT_RECEIPT.c.fate, TEXT_RECEIPT.c.code)
)


class ReceiptTable:
    def __init__(self, database: Database, seal: Seal) -> None:
        self._database = database
        self._seal = seal

    async def take_turn(self, key: str) -> None:
        await self._database.execute(_ONE_BY_ONE, key=key)

    async def whose(self, ending: Ending) -> TextInHand | None:
        rows = await self._database.execute(
            _WHOSE, key=ending.key, number=ending.msisdn, reference=ending.reference
        )
        row = rows.first()
        return None if row is None else in_hand(row, seal=self._seal)

    async def keep(self, ending: Ending, *, now: datetime) -> None:
        await self._database.execute(
            _KEEP,
            message_key=ending.key,
            fate=ending.fate.value,
            code=ending.code,
            told_at=now,
        )

    async def waiting(self, key: str) -> Ending | None:
        row = (await self._database.execute(_WAITING, key=key)).first()
        return None if row is None else Ending(key, None, "", Fate(row.fate), row.code)
