"""What was used, page by page, read without a transaction."""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import ARRAY, BigInteger, Text, and_, any_, bindparam, cast, func, or_, select

from billing.accounts.ports import Slice
from billing.metadata import ID, MOMENT
from billing.rating.domain.itemised import Period
from billing.rating.ports.usage import KnownUsage, UsageLine, UsageSum, WhoseUse
from billing.rating.storage.differences import MORE, differences_of, with_differences
from billing.rating.storage.rows import USAGE, usage_line_of
from billing.rating.tables import IS_RATED, USAGE_RECORD
from runtime.database.connection import Row
from runtime.database.database import Database

_USE = USAGE_RECORD.c
_UNTIL, _KIND = bindparam("until", type_=MOMENT), bindparam("kind", type_=Text)
_RATED_IN = and_(
    _USE.subscriber_id == bindparam("subscriber_id"),
    _USE.account_id == any_(bindparam("accounts", type_=ARRAY(ID))),
    IS_RATED,
    _USE.started_at >= bindparam("since"),
    or_(_UNTIL.is_(None), _USE.started_at < _UNTIL),
)
_OF_KIND = or_(_KIND.is_(None), _USE.kind == _KIND)
_USAGE_COUNTED = select(func.count()).select_from(USAGE_RECORD).where(_RATED_IN, _OF_KIND)
_LINE = select(
    *USAGE, _USE.millifen, _USE.derivation, _USE.allowance_used, _USE.rated_at, _USE.account_id
)
_USAGE_PART = (
    _LINE.where(_RATED_IN, _OF_KIND)
    .order_by(_USE.started_at.desc(), _USE.id)
    .offset(bindparam("offset"))
    .limit(bindparam("limit"))
)
_USAGE_RECORD = _LINE.where(_USE.id == bindparam("record_id"), IS_RATED)
_USAGE_SUMS = (
    select(
        _USE.kind,
        func.count().label("records"),
        cast(func.sum(_USE.quantity), BigInteger).label("quantity"),
        cast(func.sum(_USE.millifen + MORE), BigInteger).label("millifen"),
    )
    .where(_RATED_IN)
    .group_by(_USE.kind)
    .order_by(_USE.kind)
)
_KNOWN = select(
    *USAGE,
    func.coalesce(_USE.millifen, 0).label("millifen"),
    _USE.derivation,
    _USE.allowance_used,
    _USE.account_id,
    func.coalesce(_USE.reason, "").label("reason"),
).where(_USE.id == bindparam("record_id"))


class UsageHistoryTables:
    """Reads of one or two statements each."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def usage(
        self, which: WhoseUse, *, period: Period, kind: str, part: Slice
    ) -> tuple[Sequence[UsageLine], int]:
        looked_for = _in(which, period) | {"kind": kind or None}
        async with self._database.reading() as connection:
            total = (await connection.execute(_USAGE_COUNTED, **looked_for)).scalar_one()
            asked = looked_for | {"offset": part.offset, "limit": part.limit}
            rows = (await connection.execute(_USAGE_PART, **asked)).all()
            later = await differences_of(connection, [row.id for row in rows])
        return [with_differences(_line_of(row), later) for row in rows], int(total)

    async def usage_record(self, record_id: str) -> UsageLine | None:
        async with self._database.reading() as connection:
            row = (await connection.execute(_USAGE_RECORD, record_id=record_id)).first()
            later = await differences_of(connection, [record_id]) if row else {}
        return with_differences(_line_of(row), later) if row else None

    async def usage_sums(self, which: WhoseUse, *, period: Period) -> Sequence[UsageSum]:
        async with self._database.reading() as connection:
            rows = (await connection.execute(_USAGE_SUMS, **_in(which, period))).all()
        return [UsageSum(row.kind, row.records, row.quantity, row.millifen) for row in rows]

    async def known(self, record_id: str) -> KnownUsage | None:
        async with self._database.reading() as connection:
            row = (await connection.execute(_KNOWN, record_id=record_id)).first()
            later = await differences_of(connection, [record_id]) if row else {}
        return KnownUsage(with_differences(usage_line_of(row), later), row.reason) if row else None


def _in(which: WhoseUse, period: Period) -> dict[str, object]:
    return {
        "subscriber_id": which.subscriber_id,
        "accounts": list(which.accounts),
        "since": period.since,
        "until": period.until,
    }


def _line_of(row: Row) -> UsageLine:
    return replace(usage_line_of(row), rated_at=row.rated_at)
