"""The HLR's tables: subscriptions, keys and the command log."""

import json
from collections.abc import Sequence
from typing import Any

from emulator.hlr.domain.log_entry import LogEntry, Record, shown
from emulator.hlr.domain.subject import Subject
from emulator.hlr.domain.subscription import Key, Subscription
from emulator.hlr.domain.written_profile import PROFILE, profile_values
from emulator.hlr.storage.refusals import plainly
from emulator.hlr.storage.rows import key_of, subscription_of
from runtime.database.connection import Row
from runtime.database.database import Database

_COLUMNS = f"imsi, template, serving_node, located_at, {PROFILE}"
_BY_ISDN = f"SELECT {_COLUMNS} FROM subscription WHERE isdn = $1 AND ($2 = '' OR imsi = $2)"  # noqa: S608
_BY_IMSI = f"SELECT {_COLUMNS} FROM subscription WHERE imsi = $1"  # noqa: S608
_SERVES = "SELECT EXISTS (SELECT FROM subscription WHERE isdn = $1)"
_PAGE = f"SELECT {_COLUMNS} FROM subscription WHERE imsi > $1 ORDER BY imsi LIMIT $2"  # noqa: S608
_ADD = f"""
INSERT INTO subscription ({_COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
"""  # noqa: S608
_REPLACE = f"""
UPDATE subscription SET ({_COLUMNS}) = ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
WHERE imsi = $13
"""  # noqa: S608
_REMOVE = "DELETE FROM subscription WHERE imsi = $1"
# Counting a million rows for each new one is no way to count: near the limit only.
_IS_FULL = """
SELECT CASE WHEN $1::bigint > 2 * greatest(reltuples, 0) + 10000 THEN false
       ELSE (SELECT count(*) FROM subscription) >= $1::bigint END
FROM pg_class WHERE oid = 'subscription'::regclass
"""
_LOG = """
INSERT INTO mml_log (at, operator, session, command, outcome, before, after)
VALUES ($1, $2, $3, $4, $5, $6, $7)
"""


class HlrTables:
    """Subscriptions and the command log."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def find(self, subject: Subject) -> Subscription | None:
        return await self._subscription(subject)

    async def take(self, subject: Subject) -> Subscription | None:
        return await self._subscription(subject, suffix=" FOR UPDATE")

    async def serves(self, isdn: str) -> bool:
        async with self._database.reading() as connection:
            return bool((await connection.exec_driver_sql(_SERVES, (isdn,))).scalar_one())

    async def page(self, *, after: str, count: int) -> Sequence[Subscription]:
        with plainly():
            async with self._database.reading() as connection:
                rows = await connection.exec_driver_sql(_PAGE, (after, count))
                return [subscription_of(row) for row in rows]

    async def is_full(self, capacity: int) -> bool:
        async with self._database.reading() as connection:
            return bool((await connection.exec_driver_sql(_IS_FULL, (capacity,))).scalar_one())

    async def add(self, subscription: Subscription) -> None:
        async with self._database.transaction() as connection:
            await connection.exec_driver_sql(_ADD, _values(subscription))

    async def replace(self, imsi: str, *, by: Subscription) -> None:
        async with self._database.transaction() as connection:
            await connection.exec_driver_sql(_REPLACE, (*_values(by), imsi))

    async def remove(self, imsi: str) -> None:
        async with self._database.transaction() as connection:
            await connection.exec_driver_sql(_REMOVE, (imsi,))

    async def log(self, entry: LogEntry) -> None:
        values = (entry.at, entry.operator, entry.session, entry.command, entry.outcome)
        changed = (_json(entry.changed.before), _json(entry.changed.after))
        async with self._database.transaction() as connection:
            await connection.exec_driver_sql(_LOG, (*values, *changed))

    async def _subscription(self, subject: Subject, *, suffix: str = "") -> Subscription | None:
        if subject.isdn:
            asked: tuple[str, tuple[str, ...]] = (_BY_ISDN, (subject.isdn, subject.imsi))
        else:
            asked = (_BY_IMSI, (subject.imsi,))
        with plainly():
            async with self._database.reading() as connection:
                row = (await connection.exec_driver_sql(asked[0] + suffix, asked[1])).first()
        return None if row is None else subscription_of(row)


_KEY_COLUMNS = "imsi, k, opc, amf, card_type, sqn"
_FIND_KEY = f"SELECT {_KEY_COLUMNS} FROM card_key WHERE imsi = $1"  # noqa: S608
_ADD_KEY = f"INSERT INTO card_key ({_KEY_COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6)"  # noqa: S608
_REMOVE_KEY = """
DELETE FROM card_key WHERE imsi = $1
AND NOT EXISTS (SELECT FROM subscription WHERE imsi = $1)
"""
_ADVANCE = """
UPDATE card_key SET sqn = card_key.sqn + $2 FROM subscription
WHERE card_key.imsi = $1 AND subscription.imsi = $1
RETURNING card_key.imsi, k, opc, amf, card_type, card_key.sqn - $2 AS sqn
"""
_SET_SEQUENCE = "UPDATE card_key SET sqn = $2 WHERE imsi = $1"
_STEP = 1 << 5


class KeyTable:
    """The authentication centre."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def find(self, imsi: str) -> Key | None:
        return _key(await self._row(_FIND_KEY, (imsi,)))

    async def add(self, key: Key) -> None:
        values = (key.imsi, key.k, key.opc, key.amf, key.card_type, key.sqn)
        async with self._database.transaction() as connection:
            await connection.exec_driver_sql(_ADD_KEY, values)

    async def remove(self, imsi: str) -> bool:
        async with self._database.transaction() as connection:
            return bool((await connection.exec_driver_sql(_REMOVE_KEY, (imsi,))).rowcount)

    async def advance(self, imsi: str, *, vectors: int) -> Key | None:
        return _key(await self._row(_ADVANCE, (imsi, _STEP * vectors)))

    async def set_sequence(self, imsi: str, *, sqn: int) -> None:
        async with self._database.transaction() as connection:
            await connection.exec_driver_sql(_SET_SEQUENCE, (imsi, sqn))

    async def _row(self, statement: str, values: tuple[Any, ...]) -> Row | None:
        with plainly():
            async with self._database.transaction() as connection:
                return (await connection.exec_driver_sql(statement, values)).first()


def _key(row: Row | None) -> Key | None:
    return None if row is None else key_of(row)


def _values(subscription: Subscription) -> tuple[Any, ...]:
    return (
        subscription.imsi,
        subscription.template,
        subscription.serving_node,
        subscription.located_at,
        *profile_values(subscription.profile),
    )


def _json(record: Record) -> str | None:
    what = shown(record)
    return None if what is None else json.dumps(what)
