"""What was said of arrears, one row for each subscriber, and when levels are compared."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import (
    ColumnElement,
    Float,
    FromClause,
    Integer,
    bindparam,
    cast,
    delete,
    exists,
    func,
    literal_column,
    select,
    text,
    update,
)

from orders.arrears.domain import ArrearsNotice
from orders.arrears.ports import ARREARS
from orders.arrears.tables import COMPARISON, NOTICES
from orders.ordering.domain.values import SubscriberId
from orders.ordering.tables import is_free, slot_is_free
from runtime.database.database import Database
from runtime.wakes import wake

_N, _C = NOTICES.c, COMPARISON.c
# Noted by a comparison (version 0), it must not hide a version that was said.
_ADD = text("""
INSERT INTO arrears_heard (subscriber_id, version, because, said_at, traceparent)
SELECT DISTINCT ON (subscriber) subscriber, version, because, said_at, traceparent
FROM unnest(CAST(:subscribers AS text[]), CAST(:versions AS bigint[]), CAST(:becauses AS text[]),
    CAST(:said_ats AS timestamptz[]), CAST(:traceparents AS text[]))
    AS notice(subscriber, version, because, said_at, traceparent)
ORDER BY subscriber, version DESC
ON CONFLICT (subscriber_id) DO UPDATE
SET version = excluded.version, because = excluded.because, said_at = excluded.said_at,
    traceparent = excluded.traceparent, leased_until = NULL
WHERE excluded.version > arrears_heard.version
""")
_IN_SECONDS = func.clock_timestamp() + cast(bindparam("seconds"), Float) * literal_column(
    "interval '1 second'"
)
_THIS = (_N.subscriber_id == bindparam("subscriber"), _N.version == bindparam("version"))
_DELETE = delete(NOTICES).where(*_THIS)
_REST = update(NOTICES).values(leased_until=_IN_SECONDS).where(*_THIS)


def waits_for_slot(orders: FromClause) -> ColumnElement[bool]:
    """Say that something was said of the subscriber of one of these orders."""
    return exists().where(_N.subscriber_id == orders.c.subscriber_id)


_MINE = NOTICES.alias("mine")
_CLAIM = (
    update(NOTICES)
    .values(leased_until=_IN_SECONDS)
    .where(
        _N.subscriber_id.in_(
            select(_MINE.c.subscriber_id)
            .where(is_free(_MINE), slot_is_free(_MINE))
            .limit(cast(bindparam("at_once"), Integer))
            .with_for_update(skip_locked=True)
        )
    )
    .returning(_N.subscriber_id, _N.version, _N.because, _N.said_at, _N.traceparent)
)
_ANY = select(exists(select(_MINE.c.subscriber_id).where(slot_is_free(_MINE))))
_AGAIN = update(COMPARISON).values(due_at=_IN_SECONDS).where(_C.name == bindparam("round"))
_TAKE = _AGAIN.where(_C.due_at <= func.clock_timestamp())


@dataclass(frozen=True, slots=True)
class NoticeTable:
    """Every method joins the transaction it is called in."""

    database: Database

    async def add(self, notices: Sequence[ArrearsNotice]) -> None:
        await self.database.execute(
            _ADD,
            subscribers=[notice.subscriber for notice in notices],
            versions=[notice.version for notice in notices],
            becauses=[notice.because for notice in notices],
            said_ats=[notice.said_at for notice in notices],
            traceparents=[notice.traceparent for notice in notices],
        )
        self.database.after_commit(wake_followers)

    async def delete(self, notice: ArrearsNotice) -> None:
        await self.database.execute(_DELETE, subscriber=notice.subscriber, version=notice.version)

    async def claim(self, *, lease_seconds: float, at_once: int = 64) -> Sequence[ArrearsNotice]:
        """Claim those whose subscriber has a free slot: their turn has come."""
        rows = await self.database.execute(_CLAIM, seconds=lease_seconds, at_once=at_once)
        return [
            ArrearsNotice(
                SubscriberId(row.subscriber_id),
                row.version,
                row.because,
                row.said_at,
                row.traceparent,
            )
            for row in rows
        ]

    async def rest(self, notice: ArrearsNotice, *, seconds: float) -> None:
        """Let it be claimed again after a pause."""
        await self.database.execute(
            _REST, subscriber=notice.subscriber, version=notice.version, seconds=seconds
        )

    async def is_anything_due(self) -> bool:
        return bool((await self.database.execute(_ANY)).scalar_one())


@dataclass(frozen=True, slots=True)
class RoundTable:
    """When a round is due next, by the machine's clock: it repairs, it is no business event."""

    database: Database

    async def take(self, name: str, *, every_seconds: float) -> bool:
        """Tell whether it is due and nobody else has taken it; the next is due after a while."""
        taken = await self.database.execute(_TAKE, round=name, seconds=every_seconds)
        return taken.rowcount == 1

    async def again(self, name: str, *, seconds: float) -> None:
        """It could not be done: let it be due again soon."""
        await self.database.execute(_AGAIN, round=name, seconds=seconds)


def wake_followers() -> None:
    """Tell the workers of this process that there is something to follow, or a slot is free."""
    wake(ARREARS)
