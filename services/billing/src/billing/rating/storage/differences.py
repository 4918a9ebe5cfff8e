"""Differences of records that were rated again, and the records in order of time."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Text,
    any_,
    bindparam,
    cast,
    exists,
    func,
    insert,
    or_,
    select,
    tuple_,
)

from billing.accounts.tables import PAID_SUBSCRIBER
from billing.allowances.domain.usage import Judged, Reason
from billing.metadata import MOMENT, NAMED_ID, PAID_ID
from billing.rating.domain.itemised import Period
from billing.rating.domain.rerating import Difference
from billing.rating.ports.rerating import KeptUse
from billing.rating.ports.usage import UsageLine
from billing.rating.storage.rows import USAGE, record_of
from billing.rating.tables import IS_RATED, USAGE_DIFFERENCE, USAGE_RECORD, WAITS
from kernel.ids import looks_like_id
from runtime.database.columns import by_column, given
from runtime.database.connection import Connection, Row
from runtime.database.database import Database

_CHANGED = ("record_id", "run_id", "from_millifen", "to_millifen", "derivation", "at")
_GIVEN = given(*(USAGE_DIFFERENCE.c[name] for name in _CHANGED))
_ADD = insert(USAGE_DIFFERENCE).from_select(
    [*_CHANGED, "subscriber_id"],
    select(_GIVEN, bindparam("subscriber_id", type_=NAMED_ID)),
)
_USE, _LATER = USAGE_RECORD.c, USAGE_DIFFERENCE.c
_HAS_RUN = select(
    exists().where(
        _LATER.run_id == bindparam("run_id"), _LATER.subscriber_id == bindparam("subscriber_id")
    )
)
_WAS_RATED = select(exists().where(_USE.id == bindparam("record_id"), IS_RATED))
_ONE_WAITING = select(*USAGE, _USE.reason).where(_USE.id == bindparam("record_id"), WAITS)
_AFTER_PAID = bindparam("after", type_=PAID_ID)
_SUBSCRIBERS = (
    select(PAID_SUBSCRIBER.c.subscriber_id)
    .where(or_(_AFTER_PAID.is_(None), PAID_SUBSCRIBER.c.subscriber_id > _AFTER_PAID))
    .order_by(PAID_SUBSCRIBER.c.subscriber_id)
    .limit(bindparam("limit"))
)
MORE = func.coalesce(
    select(func.sum(_LATER.to_millifen - _LATER.from_millifen))
    .where(_LATER.record_id == _USE.id)
    .scalar_subquery(),
    0,
)
"""What rating a record again has added to its price."""
_PLACE = (_USE.subscriber_id.collate("C"), _USE.started_at, _USE.id.collate("C"))
_UNTIL, _AFTER = bindparam("until", type_=MOMENT), bindparam("after_subscriber", type_=NAMED_ID)
_AFTER_PLACE = tuple_(
    _AFTER, bindparam("after_at", type_=MOMENT), bindparam("after_id", type_=Text)
)
_RECORDS = (
    select(
        *USAGE,
        _USE.reason,
        _USE.rated_at,
        cast(func.coalesce(_USE.millifen, 0) + MORE, BigInteger).label("millifen"),
    )
    .where(_USE.subscriber_id == any_(bindparam("subscribers", type_=ARRAY(NAMED_ID))))
    .where(_USE.started_at >= bindparam("since"))
    .where(or_(_UNTIL.is_(None), _USE.started_at < _UNTIL))
    .where(or_(_AFTER.is_(None), tuple_(*_PLACE) > _AFTER_PLACE))
    .order_by(*_PLACE)
    .limit(bindparam("limit"))
)
_OF_RECORDS = (
    select(*(_LATER[name] for name in _CHANGED))
    .where(_LATER.record_id == any_(bindparam("records", type_=ARRAY(Text))))
    .order_by(_LATER.id)
)


class DifferenceTable:
    """In the transaction of its unit of work."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, differences: Sequence[Difference], *, subscriber_id: str) -> None:
        rows = [
            (one.record_id, one.run_id, one.from_millifen, one.to_millifen, one.derivation, one.at)
            for one in differences
        ]
        columns = by_column(_CHANGED, rows)
        async with self._database.transaction() as connection:
            await connection.execute(_ADD, subscriber_id=subscriber_id, **columns)

    async def has_run(self, run_id: str, *, subscriber_id: str) -> bool:
        async with self._database.reading() as connection:
            has_run = await connection.execute(_HAS_RUN, run_id=run_id, subscriber_id=subscriber_id)
            return bool(has_run.scalar_one())

    async def was_rated(self, record_id: str) -> bool:
        async with self._database.reading() as connection:
            was_rated = await connection.execute(_WAS_RATED, record_id=record_id)
            return bool(was_rated.scalar_one())

    async def waiting(self, record_id: str) -> Judged | None:
        async with self._database.transaction() as connection:
            row = (await connection.execute(_ONE_WAITING, record_id=record_id)).first()
        return Judged(record_of(row), None, Reason(row.reason)) if row else None

    async def subscribers(self, *, after: str, limit: int) -> Sequence[str]:
        start = after if looks_like_id(after) else None
        async with self._database.reading() as connection:
            rows = await connection.execute(_SUBSCRIBERS, after=start, limit=limit)
            return [str(one) for one in rows.scalars()]

    async def records(
        self,
        subscribers: Collection[str],
        *,
        period: Period,
        after: KeptUse | None,
        limit: int,
    ) -> Sequence[KeptUse]:
        subscriber_id, at, record_id = after.place if after else (None, None, None)
        async with self._database.reading() as connection:
            rows = await connection.execute(
                _RECORDS,
                subscribers=list(subscribers),
                since=period.since,
                until=period.until,
                after_subscriber=subscriber_id,
                after_at=at,
                after_id=record_id,
                limit=limit,
            )
        return [_kept_use_of(row) for row in rows]


async def differences_of(
    connection: Connection, records: Collection[str]
) -> Mapping[str, tuple[Difference, ...]]:
    """Return the differences of these records, oldest first."""
    differences: dict[str, tuple[Difference, ...]] = {}
    for row in await connection.execute(_OF_RECORDS, records=list(records)):
        differences[row.record_id] = (*differences.get(row.record_id, ()), _difference_of(row))
    return differences


def with_differences(line: UsageLine, later: Mapping[str, tuple[Difference, ...]]) -> UsageLine:
    """Return a record as it is shown: with what it costs by now."""
    own = later.get(line.record.id, ())
    more = sum(one.millifen for one in own)
    return replace(line, millifen=line.millifen + more, differences=own) if own else line


def _difference_of(row: Row) -> Difference:
    return Difference(
        row.record_id,
        str(row.run_id),
        row.from_millifen,
        row.to_millifen,
        row.derivation,
        row.at,
    )


def _kept_use_of(row: Row) -> KeptUse:
    reason = Reason(row.reason) if row.reason else None
    return KeptUse(record_of(row), row.millifen, reason, row.rated_at)
