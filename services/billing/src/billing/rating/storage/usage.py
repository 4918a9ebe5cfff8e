"""Usage records: rated with their charge, or waiting with their reason."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

import asyncpg  # type: ignore[import-untyped]  # it has no types
from sqlalchemy import (
    Text,
    and_,
    bindparam,
    case,
    exists,
    literal_column,
    or_,
    select,
    text,
    tuple_,
    update,
)

from billing.allowances.domain.usage import Charge, Judged, Reason, UsageRecord
from billing.metadata import MOMENT
from billing.rating.ports.added import Added
from billing.rating.ports.usage import UsageLine
from billing.rating.storage.rows import READ, USAGE, record_of, usage_line_of
from billing.rating.storage.use_keys import KEYS, session_key, use_key
from billing.rating.tables import HAS_KEY, HAS_NO_KEY, IS_RATED, USAGE_RECORD, WAITS
from runtime.database.columns import by_column, given
from runtime.database.connection import Connection
from runtime.database.database import Database
from runtime.database.savepoint import savepoint
from runtime.messaging.envelope import message_id
from runtime.messaging.lanes import stripe

_OUTCOME = ("account_id", "millifen", "derivation", "allowance_used", "reason")
_COLUMNS = (*READ, *KEYS, "message_id", *_OUTCOME, "heard_at", "rated_at")
# What is twice in one batch conflicts with itself: the first one is kept.
_ADD = text("""
WITH added AS (
    INSERT INTO usage_record (id, subscriber_id, kind, msisdn, peer, started_at, quantity,
        roam_type, file_seq, visited_plmn, element, record_seq, rating_group, partial,
        of_session_before, use_key, session_key, units, message_id, account_id, millifen,
        derivation, allowance_used, reason, heard_at, rated_at)
    SELECT i.*, CAST(:at AS timestamptz),
        CASE WHEN i.reason IS NULL THEN CAST(:at AS timestamptz) END
    FROM unnest(CAST(:rows AS usage_told_3[])) AS i
    ON CONFLICT DO NOTHING RETURNING id
)
SELECT coalesce(array_agg(id), CAST(ARRAY[] AS text[])) FROM added
""")
# A record that was kept before messages were is taken for one that is sent again.
_SENT_AGAIN = text("""
SELECT i.place
FROM unnest(CAST(:ids AS text[]), CAST(:messages AS uuid[])) WITH ORDINALITY
    AS i(id, message_id, place)
JOIN usage_record u ON u.id = i.id AND coalesce(u.message_id, i.message_id) = i.message_id
""")
_COUNT = text("""
INSERT INTO usage_total AS t (kind, stripe, total)
SELECT kind, CAST(:stripe AS smallint), number
FROM unnest(CAST(:kinds AS text[]), CAST(:numbers AS bigint[])) AS n(kind, number)
WHERE number > 0
ON CONFLICT (kind, stripe) DO UPDATE SET total = t.total + excluded.total
""")
_USE = USAGE_RECORD.c
_KEY = ("id", "started_at", "msisdn", "kind", "peer", "file_seq", "use_key")
_ASKED = given(*(_USE[name] for name in _KEY))
_BY_FILE = and_(
    HAS_NO_KEY,
    *(
        _USE[name] == _ASKED.c[name]
        for name in ("started_at", "msisdn", "kind", "peer", "file_seq")
    ),
)
_KNOWN = select(_ASKED.c.id).where(
    or_(
        exists().where(_USE.id == _ASKED.c.id),
        exists().where(
            HAS_KEY, _USE.started_at == _ASKED.c.started_at, _USE.use_key == _ASKED.c.use_key
        ),
        and_(_ASKED.c.use_key.is_(None), exists().where(_BY_FILE)),
    )
)
_AFTER_AT, _AFTER_ID = bindparam("after_at", type_=MOMENT), bindparam("after_id", type_=Text)
_WAITING = (
    select(*USAGE)
    .where(_USE.subscriber_id == bindparam("subscriber_id"), WAITS)
    # No clock shows another time: what earlier versions let in is passed over, not stumbled upon.
    .where(_USE.started_at >= literal_column("'2000-01-01Z'"))
    .where(_USE.started_at < literal_column("'2100-01-01Z'"))
    .where(_USE.reason != Reason.SET_ASIDE.value)
    .where(
        or_(
            _AFTER_AT.is_(None),
            tuple_(_USE.started_at, _USE.id) > tuple_(_AFTER_AT, _AFTER_ID),
        )
    )
    .order_by(_USE.started_at, _USE.id)
    .limit(bindparam("limit"))
    .with_for_update()
)
_SUBSCRIBERS = (
    select(_USE.subscriber_id).where(WAITS, _USE.reason == bindparam("reason")).distinct()
)
_JUDGED = given(_USE.id, *(_USE[name] for name in _OUTCOME))
_SETTLE = (
    update(USAGE_RECORD)
    .values({name: _JUDGED.c[name] for name in _OUTCOME})
    .values(rated_at=case((_JUDGED.c.reason.is_(None), bindparam("at", type_=MOMENT))))
    .where(_USE.id == _JUDGED.c.id, WAITS)
)
_NEWEST = (
    select(*USAGE, _USE.millifen, _USE.derivation, _USE.allowance_used, _USE.account_id)
    .where(_USE.subscriber_id == bindparam("subscriber_id"), IS_RATED)
    .order_by(_USE.started_at.desc(), _USE.id)
    .limit(bindparam("limit"))
)


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
                left = (await connection.execute(_ADD, rows=told, at=at)).scalar_one()
                added = await _sorted_out(connection, judged, set(left))
            duplicate = len(added.duplicates)
            received = len(added.fresh) + duplicate
            await connection.execute(
                _COUNT,
                stripe=stripe(),
                kinds=["duplicate", "heard"],
                numbers=[duplicate, received],
            )
        return added

    async def new_among(self, records: Sequence[UsageRecord]) -> Collection[str]:
        keys = [
            (one.id, one.started_at, one.msisdn, one.kind, one.peer, one.file_seq, use_key(one))
            for one in records
        ]
        async with self._database.transaction() as connection:
            known = set((await connection.execute(_KNOWN, **by_column(_KEY, keys))).scalars())
        return {one.id for one in records} - known

    async def waiting_of(
        self, subscriber_id: str, *, limit: int, after: UsageRecord | None = None
    ) -> Sequence[UsageRecord]:
        async with self._database.transaction() as connection:
            rows = await connection.execute(
                _WAITING,
                subscriber_id=subscriber_id,
                limit=limit,
                after_at=after.started_at if after else None,
                after_id=after.id if after else "",
            )
            return [record_of(row) for row in rows]

    async def subscribers_waiting(self, reason: str) -> Sequence[str]:
        async with self._database.reading() as connection:
            return list((await connection.execute(_SUBSCRIBERS, reason=reason)).scalars())

    async def settle(self, judged: Sequence[Judged], *, at: datetime) -> None:
        """Give waiting records their charge, or the reason why they still wait."""
        if not judged:
            return
        values = [(one.record.id, *_outcome(one)) for one in judged]
        async with self._database.transaction() as connection:
            await connection.execute(_SETTLE, at=at, **by_column(("id", *_OUTCOME), values))

    async def newest(self, subscriber_id: str, *, limit: int) -> Sequence[UsageLine]:
        async with self._database.reading() as connection:
            rows = await connection.execute(_NEWEST, subscriber_id=subscriber_id, limit=limit)
            return [usage_line_of(row) for row in rows]


async def _are_all_new(connection: Connection, rows: Sequence[tuple[object, ...]]) -> bool:
    """Write records as if all were new, which nearly every batch is; one that is not writes none.

    To look for each of them before, as `_ADD` does, costs as much again as to write them.
    """
    try:
        async with savepoint(connection):
            await connection.copy(USAGE_RECORD.name, columns=_COLUMNS, rows=rows)
    except asyncpg.UniqueViolationError:
        return False
    return True


async def _sorted_out(connection: Connection, judged: Sequence[Judged], left: set[str]) -> Added:
    """Tell what is new, what is sent again, and what another message says."""
    fresh: list[Judged] = []
    known: list[Judged] = []
    for use in judged:
        (fresh if use.record.id in left else known).append(use)
        left.discard(use.record.id)
    ids = [one.record.id for one in known]
    messages = [_message_of(one.record) for one in known]
    rows = await connection.execute(_SENT_AGAIN, ids=ids, messages=messages)
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
