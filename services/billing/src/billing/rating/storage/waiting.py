"""Records that wait, whoever they are about; few of all, found by the index of those that do."""

from collections.abc import Mapping, Sequence

from sqlalchemy import Text, bindparam, func, or_, select, tuple_

from billing.allowances.domain.usage import Reason
from billing.rating.ports.waiting import WaitingRecord, WhichWait
from billing.rating.storage.rows import USAGE, record_of
from billing.rating.tables import USAGE_RECORD, WAITS
from runtime.database.database import Database

_USE, _AFTER = USAGE_RECORD.c, USAGE_RECORD.alias("after").c
_COUNTS = select(_USE.reason, func.count().label("records")).where(WAITS).group_by(_USE.reason)
_REASON, _AFTER_ID = bindparam("reason", type_=Text), bindparam("after_id", type_=Text)
_PAGE = (
    select(*USAGE, _USE.reason, _USE.heard_at)
    .where(WAITS)
    .where(or_(_REASON.is_(None), _USE.reason == _REASON))
    .where(
        or_(
            _AFTER_ID.is_(None),
            tuple_(_USE.started_at, _USE.id)
            > select(_AFTER.started_at, _AFTER.id).where(_AFTER.id == _AFTER_ID).scalar_subquery(),
        )
    )
    .order_by(_USE.started_at, _USE.id)
    .limit(bindparam("limit"))
)


class WaitingTable:
    """Reads, outside of any transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def counts(self) -> Mapping[Reason, int]:
        async with self._database.reading() as connection:
            rows = await connection.execute(_COUNTS)
            return {Reason(row.reason): row.records for row in rows}

    async def page(self, which: WhichWait) -> Sequence[WaitingRecord]:
        reason = which.reason.value if which.reason else None
        async with self._database.reading() as connection:
            rows = await connection.execute(
                _PAGE, reason=reason, after_id=which.after or None, limit=which.limit
            )
            return [WaitingRecord(record_of(row), Reason(row.reason), row.heard_at) for row in rows]
