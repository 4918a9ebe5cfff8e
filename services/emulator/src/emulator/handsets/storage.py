"""The handsets: their cards, the calls they made, the texts on their way and in their inboxes."""

from collections.abc import Sequence

from emulator.handsets.domain.text_message import TextMessage, TextState
from emulator.handsets.ports import MadeCall
from emulator.hlr.domain.subscription import Key
from emulator.switch.domain.traffic import Cause
from runtime.database.connection import Row
from runtime.database.database import Database

_CARD = "SELECT imsi, k, opc, amf, sqn FROM handset WHERE imsi = $1"
_KEEP_CARD = """
INSERT INTO handset (imsi, k, opc, amf, sqn) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (imsi) DO UPDATE SET
    k = excluded.k, opc = excluded.opc, amf = excluded.amf, sqn = excluded.sqn
"""
_KEEP_CALL = """
INSERT INTO made_call (imsi, peer, seconds, started_at, cause) VALUES ($1, $2, $3, $4, $5)
"""
_CALLS = "SELECT peer, seconds, started_at, cause FROM made_call WHERE imsi = $1 ORDER BY id"


class HandsetTables:
    """Cards and calls."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def card(self, imsi: str) -> Key | None:
        async with self._database.reading() as connection:
            row = (await connection.exec_driver_sql(_CARD, (imsi,))).first()
        if row is None:
            return None
        return Key(row.imsi, bytes(row.k), bytes(row.opc), amf=bytes(row.amf), sqn=row.sqn)

    async def keep_card(self, card: Key) -> None:
        values = (card.imsi, card.k, card.opc, card.amf, card.sqn)
        async with self._database.transaction() as connection:
            await connection.exec_driver_sql(_KEEP_CARD, values)

    async def keep_call(self, imsi: str, *, call: MadeCall) -> None:
        values = (imsi, call.peer, call.seconds, call.started_at, call.cause.value)
        async with self._database.transaction() as connection:
            await connection.exec_driver_sql(_KEEP_CALL, values)

    async def calls(self, imsi: str) -> Sequence[MadeCall]:
        async with self._database.reading() as connection:
            rows = await connection.exec_driver_sql(_CALLS, (imsi,))
            return [
                MadeCall(row.peer, row.seconds, row.started_at, Cause(row.cause)) for row in rows
            ]


_COLUMNS = """id, sender, recipient, body, submitted_at, expires_at, state, delivered_imsi,
    delivered_at"""
_KEEP_TEXT = f"""
INSERT INTO text_message ({_COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
ON CONFLICT (id) DO UPDATE SET state = excluded.state, delivered_imsi = excluded.delivered_imsi,
    delivered_at = excluded.delivered_at
"""  # noqa: S608
_WAITING = f"""
SELECT {_COLUMNS} FROM text_message WHERE recipient = $1 AND state = 'waiting'
ORDER BY turn FOR UPDATE
"""  # noqa: S608
_INBOX = f"SELECT {_COLUMNS} FROM text_message WHERE delivered_imsi = $1 ORDER BY turn"  # noqa: S608


class TextTable:
    """The store of the SMS centre, and the inboxes."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def keep(self, message: TextMessage) -> None:
        values = (
            message.id,
            message.sender,
            message.recipient,
            message.body,
            message.submitted_at,
            message.expires_at,
            message.state.value,
            message.delivered_imsi,
            message.delivered_at,
        )
        async with self._database.transaction() as connection:
            await connection.exec_driver_sql(_KEEP_TEXT, values)

    async def take_waiting(self, isdn: str) -> Sequence[TextMessage]:
        return await self._texts(_WAITING, isdn)

    async def inbox(self, imsi: str) -> Sequence[TextMessage]:
        return await self._texts(_INBOX, imsi)

    async def _texts(self, statement: str, value: str) -> Sequence[TextMessage]:
        async with self._database.reading() as connection:
            rows = (await connection.exec_driver_sql(statement, (value,))).all()
        return [_text(row) for row in rows]


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
    )
