"""Usage records: rated with their charge, or waiting with their reason."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

import asyncpg  # type: ignore[import-untyped]  # it has no types

from billing.allowances.domain.usage import Charge, Judged, UsageRecord
from billing.rating.ports.added import Added
from billing.rating.ports.usage import UsageLine
from billing.rating.storage.rows import USAGE, record_of, usage_line_of
from billing.rating.storage.use_keys import KEYS, session_key, use_key
from runtime.database.connection import Connection
from runtime.database.database import Database
from runtime.database.savepoint import savepoint
from runtime.messaging.envelope import message_id
from runtime.messaging.lanes import stripe

_OUTCOME = "account_id, millifen, derivation, allowance_used, reason"
_TOLD = f"{USAGE}, {KEYS}, message_id, {_OUTCOME}"
_COLUMNS = [name.strip() for name in f"{_TOLD}, heard_at, rated_at".split(",")]
# What is twice in one batch conflicts with itself: the first one is kept.
_ADD = f"""
WITH added AS (
    INSERT INTO usage_record ({_TOLD}, heard_at, rated_at)
    SELECT i.*, $2, CASE WHEN i.reason IS NULL THEN $2::timestamptz END
    FROM unnest($1::usage_told_3[]) AS i
    ON CONFLICT DO NOTHING RETURNING id
)
SELECT coalesce(array_agg(id), ARRAY[]::text[]) FROM added
"""  # noqa: S608 - only our own column names are put together
# A record that was kept before messages were is taken for one that is heard again.
_SENT_AGAIN = """
SELECT i.place FROM unnest($1::text[], $2::uuid[]) WITH ORDINALITY AS i(id, message_id, place)
JOIN usage_record u ON u.id = i.id AND coalesce(u.message_id, i.message_id) = i.message_id
"""
_COUNT = """
INSERT INTO usage_total AS t (kind, stripe, total)
SELECT kind, $1, number FROM unnest($2::text[], $3::bigint[]) AS n(kind, number) WHERE number > 0
ON CONFLICT (kind, stripe) DO UPDATE SET total = t.total + excluded.total
"""
_KNOWN = """
SELECT i.id FROM unnest($1::text[], $2::timestamptz[], $3::text[], $4::text[], $5::text[],
    $6::bigint[], $7::bytea[]) AS i(id, started_at, msisdn, kind, peer, file_seq, use_key)
WHERE EXISTS (SELECT FROM usage_record u WHERE u.id = i.id)
    OR EXISTS (SELECT FROM usage_record u
        WHERE u.started_at = i.started_at AND u.use_key = i.use_key)
    OR i.use_key IS NULL AND EXISTS (SELECT FROM usage_record u
        WHERE u.msisdn = i.msisdn AND u.kind = i.kind AND u.started_at = i.started_at
        AND u.peer = i.peer AND u.file_seq = i.file_seq AND u.use_key IS NULL)
"""
# No clock shows another time: what earlier versions let in is passed over, not stumbled upon.
_WAITING = f"""
SELECT {USAGE} FROM usage_record WHERE subscriber_id = $1 AND reason IS NOT NULL
    AND started_at >= '2000-01-01Z' AND started_at < '2100-01-01Z'
    AND reason <> 'set_aside' AND ($3::timestamptz IS NULL OR (started_at, id) > ($3, $4::text))
ORDER BY started_at, id LIMIT $2 FOR UPDATE
"""  # noqa: S608
_SUBSCRIBERS = "SELECT DISTINCT subscriber_id FROM usage_record WHERE reason = $1"
_SETTLE = """
UPDATE usage_record u SET account_id = s.account_id, millifen = s.millifen,
    derivation = s.derivation, allowance_used = s.allowance_used, reason = s.reason,
    rated_at = CASE WHEN s.reason IS NULL THEN $7::timestamptz END
FROM unnest($1::text[], $2::uuid[], $3::bigint[], $4::text[], $5::bigint[], $6::text[])
    AS s(id, account_id, millifen, derivation, allowance_used, reason)
WHERE u.id = s.id AND u.reason IS NOT NULL
"""
NEWEST = f"""
SELECT {USAGE}, millifen, derivation, allowance_used FROM usage_record
WHERE subscriber_id = $1 AND reason IS NULL ORDER BY started_at DESC, id LIMIT $2
"""  # noqa: S608


class UsageTable:
    """In the transaction of its unit of work."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, judged: Sequence[Judged], *, at: datetime) -> Added:
        """Keep records that are new by id and duplicate key (rules 7.11), and count them."""
        if not judged:
            return Added(())
        rows = [_row(one, at=at) for one in judged]
        async with self._database.transaction() as connection:
            if await _are_all_new(connection, rows):
                added = Added(judged)
            else:
                told = [row[:_TOLD_OF_ROW] for row in rows]
                left = (await connection.exec_driver_sql(_ADD, (told, at))).scalar_one()
                added = await _sorted_out(connection, judged, set(left))
            duplicate = len(added.duplicates)
            received = len(added.fresh) + duplicate
            counts = (stripe(), ["duplicate", "heard"], [duplicate, received])
            await connection.exec_driver_sql(_COUNT, counts)
        return added

    async def new_among(self, records: Sequence[UsageRecord]) -> Collection[str]:
        keys = [
            (one.id, one.started_at, one.msisdn, one.kind, one.peer, one.file_seq, use_key(one))
            for one in records
        ]
        columns = tuple(map(list, zip(*keys, strict=True)))
        async with self._database.transaction() as connection:
            known = set((await connection.exec_driver_sql(_KNOWN, columns)).scalars())
        return {one.id for one in records} - known

    async def waiting_of(
        self, subscriber_id: str, *, limit: int, after: UsageRecord | None = None
    ) -> Sequence[UsageRecord]:
        behind = (after.started_at, after.id) if after else (None, "")
        async with self._database.transaction() as connection:
            rows = await connection.exec_driver_sql(_WAITING, (subscriber_id, limit, *behind))
            return [record_of(row) for row in rows]

    async def subscribers_waiting(self, reason: str) -> Sequence[str]:
        async with self._database.reading() as connection:
            return list((await connection.exec_driver_sql(_SUBSCRIBERS, (reason,))).scalars())

    async def settle(self, judged: Sequence[Judged], *, at: datetime) -> None:
        """Give waiting records their charge, or the reason why they still wait."""
        if not judged:
            return
        values = [(one.record.id, *_outcome(one)) for one in judged]
        columns = tuple(map(list, zip(*values, strict=True)))
        async with self._database.transaction() as connection:
            await connection.exec_driver_sql(_SETTLE, (*columns, at))

    async def newest(self, subscriber_id: str, *, limit: int) -> Sequence[UsageLine]:
        async with self._database.reading() as connection:
            rows = await connection.exec_driver_sql(NEWEST, (subscriber_id, limit))
            return [usage_line_of(row) for row in rows]


async def _are_all_new(connection: Connection, rows: Sequence[tuple[object, ...]]) -> bool:
    """Write records as if all were new, which nearly every batch is; one that is not writes none.

    To look for each of them before, as `_ADD` does, costs as much again as to write them.
    """
    try:
        async with savepoint(connection):
            await connection.copy("usage_record", columns=_COLUMNS, rows=rows)
    except asyncpg.UniqueViolationError:
        return False
    return True


async def _sorted_out(connection: Connection, judged: Sequence[Judged], left: set[str]) -> Added:
    """Tell what is new, what is heard of again, and what is told of by another message."""
    fresh: list[Judged] = []
    known: list[Judged] = []
    for one in judged:
        (fresh if one.record.id in left else known).append(one)
        left.discard(one.record.id)
    ids = [one.record.id for one in known]
    messages = [_message_of(one.record) for one in known]
    rows = await connection.exec_driver_sql(_SENT_AGAIN, (ids, messages))
    again = set(rows.scalars())
    duplicates = [one for place, one in enumerate(known, 1) if place not in again]
    return Added(fresh, len(again), duplicates)


def _message_of(record: UsageRecord) -> UUID | None:
    return message_id(record.message_id) if record.message_id else None


def _row(judged: Judged, *, at: datetime) -> tuple[object, ...]:
    record, outcome = judged.record, _outcome(judged)
    return (
        record.id,
        record.subscriber_id,
        record.kind,
        record.msisdn,
        record.peer,
        record.started_at,
        record.quantity,
        record.roam_type,
        record.file_seq,
        record.visited_plmn or None,
        *_origin_values(record),
        _message_of(record),
        *outcome,
        at,
        at if outcome[-1] is None else None,
    )


def _origin_values(record: UsageRecord) -> tuple[object, ...]:
    origin = record.origin
    if not origin.element:
        return _NO_ORIGIN
    key = use_key(record)
    if not (origin.partial or origin.rating_group):
        # Nearly all: a whole use of no kind in particular.
        return (origin.element, origin.record_seq or None, None, None, None, key, None, None)
    session = record.session
    return (
        origin.element,
        origin.record_seq or None,
        origin.rating_group or None,
        origin.partial or None,
        origin.before or None,
        key,
        session_key(session) if session else None,
        origin.units if session else None,
    )


_NO_ORIGIN = (None,) * 8
_TOLD_OF_ROW = _COLUMNS.index("heard_at")
"""How many of the columns `_ADD` is told; it says itself when they were heard."""


def _outcome(judged: Judged) -> tuple[object, ...]:
    """Return account, price, derivation, what allowances paid, and last why it waits."""
    outcome = judged.outcome
    if isinstance(outcome, Charge):
        used = outcome.allowance_used or None
        return (judged.account_id, outcome.millifen, outcome.derivation, used, None)
    reason = judged.reason
    return (judged.account_id, None, "", None, reason.value if reason else None)
