"""The handsets: their cards, the calls they made, the texts on their way and in their inboxes."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import and_, bindparam, select, text, update
from sqlalchemy.dialects.postgresql import insert

from emulator.handsets.domain.text_message import TextMessage, TextState
from emulator.handsets.ports import MadeCall, ReceivedCall
from emulator.handsets.tables import (
    HANDSET,
    IS_WAITING,
    MADE_CALL,
    OWES_RECEIPT,
    RECEIVED_CALL,
    TEXT_MESSAGE,
)
from emulator.hlr.domain.subscription import Key
from emulator.switch.domain.routing import Answering
from emulator.switch.domain.traffic import Cause
from runtime.database.connection import Row
from runtime.database.database import Database
from runtime.database.statements import Statement

_CARD = select(HANDSET).where(HANDSET.c.imsi == bindparam("imsi"))
_KEYS = ("k", "opc", "amf", "sqn")
_NEW_CARD = insert(HANDSET).values({name: bindparam(name) for name in ("imsi", *_KEYS)})
_SAVE_CARD = _NEW_CARD.on_conflict_do_update(
    index_elements=[HANDSET.c.imsi], set_={name: _NEW_CARD.excluded[name] for name in _KEYS}
)
_CALL = ("imsi", "peer", "seconds", "started_at", "cause")
_ADD_CALL = insert(MADE_CALL).values({name: bindparam(name) for name in _CALL}).inline()
_CALLS = select(MADE_CALL).where(MADE_CALL.c.imsi == bindparam("imsi")).order_by(MADE_CALL.c.id)
_ANSWERING = select(HANDSET.c.answering).where(HANDSET.c.imsi == bindparam("imsi"))
_SAVE_ANSWERING = (
    update(HANDSET)
    .values(answering=bindparam("answering"))
    .where(HANDSET.c.imsi == bindparam("card"))
)
_RECEIVED = ("imsi", "caller", "seconds", "started_at", "forwarded_by", "waited")
_ADD_RECEIVED = insert(RECEIVED_CALL).values({name: bindparam(name) for name in _RECEIVED}).inline()
_ALL_RECEIVED = (
    select(RECEIVED_CALL)
    .where(RECEIVED_CALL.c.imsi == bindparam("imsi"))
    .order_by(RECEIVED_CALL.c.id)
)
_DELIVERY = ("state", "delivered_imsi", "delivered_at")
_TEXT = ("id", "sender", "recipient", "body", "submitted_at", "expires_at", *_DELIVERY,
         "receipt_to", "reference")  # fmt: skip
_NEW_TEXT = insert(TEXT_MESSAGE).values({name: bindparam(name) for name in _TEXT})
_SAVE_TEXT = _NEW_TEXT.on_conflict_do_update(
    index_elements=[TEXT_MESSAGE.c.id], set_={name: _NEW_TEXT.excluded[name] for name in _DELIVERY}
)
_IN_TURN = select(TEXT_MESSAGE).order_by(TEXT_MESSAGE.c.turn)
_LOCK_WAITING = _IN_TURN.where(
    IS_WAITING, TEXT_MESSAGE.c.recipient == bindparam("isdn")
).with_for_update()
_HOLD = text("SELECT pg_advisory_xact_lock(hashtextextended(:isdn, 0))")
_IS_OVER = and_(IS_WAITING, TEXT_MESSAGE.c.expires_at <= bindparam("now"))
_EXPIRE_OWED = (
    update(TEXT_MESSAGE)
    .values(state=TextState.EXPIRED.value)
    .where(OWES_RECEIPT, TEXT_MESSAGE.c.receipt_to == bindparam("name"), _IS_OVER)
)
_OWED = _IN_TURN.where(
    OWES_RECEIPT, TEXT_MESSAGE.c.receipt_to == bindparam("name"), ~IS_WAITING
).limit(100)
_TOLD = update(TEXT_MESSAGE).values(receipt_to="").where(TEXT_MESSAGE.c.id == bindparam("text_id"))
_INBOX = _IN_TURN.where(TEXT_MESSAGE.c.delivered_imsi == bindparam("imsi"))


class HandsetTables:
    """Cards and calls."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def get_card(self, imsi: str) -> Key | None:
        row = (await self._database.execute(_CARD, imsi=imsi)).first()
        if row is None:
            return None
        return Key(row.imsi, bytes(row.k), bytes(row.opc), amf=bytes(row.amf), sqn=row.sqn)

    async def save_card(self, card: Key) -> None:
        await self._database.execute(
            _SAVE_CARD, imsi=card.imsi, k=card.k, opc=card.opc, amf=card.amf, sqn=card.sqn
        )

    async def add_call(self, imsi: str, *, call: MadeCall) -> None:
        await self._database.execute(
            _ADD_CALL,
            imsi=imsi,
            peer=call.peer,
            seconds=call.seconds,
            started_at=call.started_at,
            cause=call.cause.value,
        )

    async def calls(self, imsi: str) -> Sequence[MadeCall]:
        rows = await self._database.execute(_CALLS, imsi=imsi)
        return [MadeCall(row.peer, row.seconds, row.started_at, Cause(row.cause)) for row in rows]

    async def answering(self, imsi: str) -> Answering:
        row = (await self._database.execute(_ANSWERING, imsi=imsi)).first()
        return Answering.ANSWERS if row is None else Answering(row.answering)

    async def save_answering(self, imsi: str, answering: Answering) -> bool:
        saved = await self._database.execute(_SAVE_ANSWERING, card=imsi, answering=answering.value)
        return bool(saved.rowcount)

    async def add_received(self, imsi: str, *, call: ReceivedCall) -> None:
        await self._database.execute(
            _ADD_RECEIVED,
            imsi=imsi,
            caller=call.caller,
            seconds=call.seconds,
            started_at=call.started_at,
            forwarded_by=call.forwarded_by,
            waited=call.has_waited,
        )

    async def received(self, imsi: str) -> Sequence[ReceivedCall]:
        rows = await self._database.execute(_ALL_RECEIVED, imsi=imsi)
        return [
            ReceivedCall(
                row.caller, row.seconds, row.started_at, row.forwarded_by, has_waited=row.waited
            )
            for row in rows
        ]


class TextTable:
    """The store of the SMS centre, and the inboxes."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def save(self, message: TextMessage) -> None:
        await self._database.execute(
            _SAVE_TEXT,
            id=message.id,
            sender=message.sender,
            recipient=message.recipient,
            body=message.body,
            submitted_at=message.submitted_at,
            expires_at=message.expires_at,
            state=message.state.value,
            delivered_imsi=message.delivered_imsi,
            delivered_at=message.delivered_at,
            receipt_to=message.receipt_to,
            reference=message.reference,
        )

    async def hold(self, isdn: str) -> None:
        """Until the transaction ends: a text that finds nobody is there when somebody comes."""
        await self._database.execute(_HOLD, isdn=isdn)

    async def get_waiting_for_update(self, isdn: str) -> Sequence[TextMessage]:
        return await self._texts(_LOCK_WAITING, isdn=isdn)

    async def inbox(self, imsi: str) -> Sequence[TextMessage]:
        return await self._texts(_INBOX, imsi=imsi)

    async def expire_owed(self, name: str, *, now: datetime) -> None:
        await self._database.execute(_EXPIRE_OWED, name=name, now=now)

    async def owed(self, name: str) -> Sequence[TextMessage]:
        return await self._texts(_OWED, name=name)

    async def told(self, text_id: str) -> None:
        await self._database.execute(_TOLD, text_id=text_id)

    async def _texts(self, statement: Statement, **values: str) -> Sequence[TextMessage]:
        return [_text(row) for row in await self._database.execute(statement, **values)]


def _text(row: Row) -> TextMessage:
    return TextMessage(
        id=row.id,
        sender=row.sender,
        recipient=row.recipient,
        body=row.body,
        submitted_at=row.submitted_at,
        expires_at=row.expires_at,
        state=TextState(row.state),
        delivered_imsi=row.delivered_imsi,
        delivered_at=row.delivered_at,
        receipt_to=row.receipt_to,
        reference=bytes(row.reference),
    )
