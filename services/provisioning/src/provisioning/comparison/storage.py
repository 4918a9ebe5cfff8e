"""When the network is compared next, and what the last comparison found."""

from datetime import datetime, timedelta

from prometheus_client import Gauge
from sqlalchemy import bindparam, func, literal, or_, select, update
from sqlalchemy.dialects.postgresql import insert

from provisioning.comparison.tables import COMPARISON
from runtime.database.database import Database
from runtime.database.standing import Standing
from runtime.database.statements import compiled

_LEASE = timedelta(minutes=10)
_C = COMPARISON.c
_ENSURE = (
    insert(COMPARISON)
    .values(due_at=bindparam("due_at"))
    .on_conflict_do_nothing(index_elements=[_C.one])
)
_CLAIM = (
    update(COMPARISON)
    .values(turn=_C.turn + 1, leased_until=func.clock_timestamp() + _LEASE)
    .where(
        _C.due_at <= bindparam("now"),
        or_(_C.leased_until.is_(None), _C.leased_until < func.clock_timestamp()),
    )
    .returning(_C.turn)
)
_POSTPONE = (
    update(COMPARISON)
    .values(due_at=bindparam("due"), leased_until=None)
    .where(_C.turn == bindparam("our_turn"))
)
_FOUND = ("finished_at", "compared", "skipped", "differences")
_FINISH = _POSTPONE.values({name: bindparam(name) for name in _FOUND})
_NEXT = select(_C.due_at)


DIFFERENCES = Standing(
    Gauge(
        "kaitong_network_differences", "Numbers the network has otherwise than asked", ["found_by"]
    ),
    compiled(
        select(literal("nightly comparison").label("label"), _C.differences.label("number")).where(
            _C.finished_at.is_not(None)
        )
    ).text,
)
"""By the table and not by whoever compared: another one compares the next night."""


class ComparisonTable:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def claim(self, *, now: datetime, first: datetime) -> int | None:
        """Take the comparison if it is due; `first` is when the very first one is."""
        due = await self.next_due()
        if due is None:
            await self._database.execute(_ENSURE, due_at=first)
            return None
        if due > now:
            return None
        row = (await self._database.execute(_CLAIM, now=now)).first()
        return None if row is None else int(row.turn)

    async def finish(
        self, turn: int, *, due: datetime, now: datetime, counts: tuple[int, int, int]
    ) -> None:
        """Write how many were compared, skipped, and differ; the next is due at `due`."""
        compared, skipped, differences = counts
        await self._database.execute(
            _FINISH,
            our_turn=turn,
            due=due,
            finished_at=now,
            compared=compared,
            skipped=skipped,
            differences=differences,
        )

    async def postpone(self, turn: int, *, due: datetime) -> None:
        """Have it tried again at `due`; what the last one found stands until then."""
        await self._database.execute(_POSTPONE, our_turn=turn, due=due)

    async def next_due(self) -> datetime | None:
        due: datetime | None = (await self._database.execute(_NEXT)).scalar()
        return due
