"""Voucher cards in PostgreSQL: of their codes only seals."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import ARRAY, BigInteger, Text, any_, bindparam, cast, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert

from billing.payments.domain.voucher import Voucher, VoucherState, WaitingBatch
from billing.payments.tables import IS_WAITING, VOUCHER
from kernel.money import fen
from runtime.database.columns import by_column, given
from runtime.database.connection import Row
from runtime.database.database import Database
from runtime.guessing import Kind, lift

_COLUMNS = tuple(column.name for column in VOUCHER.c)
_ADD = insert(VOUCHER).from_select(_COLUMNS, select(given(*VOUCHER.c))).on_conflict_do_nothing()
_LOCK = select(VOUCHER).where(VOUCHER.c.seal == bindparam("seal")).with_for_update()
# Locked in one order, so that two who block lists wait for each other and never both ways.
_LOCK_ALL = (
    select(VOUCHER)
    .where(VOUCHER.c.serial == any_(bindparam("serials", type_=ARRAY(Text))))
    .order_by(VOUCHER.c.serial)
    .with_for_update()
)
_GIVEN = given(VOUCHER.c.serial, VOUCHER.c.state)
_SAVE = update(VOUCHER).values(state=_GIVEN.c.state).where(VOUCHER.c.serial == _GIVEN.c.serial)
_BATCH = bindparam("batch", type_=Text)
_WAITING = (
    select(
        VOUCHER.c.batch,
        VOUCHER.c.loaded_by,
        func.count().label("vouchers"),
        cast(func.sum(VOUCHER.c.amount), BigInteger).label("worth"),
    )
    .where(IS_WAITING, or_(_BATCH.is_(None), VOUCHER.c.batch == _BATCH))
    .group_by(VOUCHER.c.batch, VOUCHER.c.loaded_by)
    .order_by(VOUCHER.c.batch, VOUCHER.c.loaded_by)
    .limit(1000)
)
_RELEASED = (
    update(VOUCHER)
    .values(state=bindparam("state"))
    .where(VOUCHER.c.batch == _BATCH, IS_WAITING)
    .where(VOUCHER.c.loaded_by == any_(bindparam("loaders", type_=ARRAY(Text))))
    .returning(VOUCHER.c.amount)
    .cte("released")
)
_RELEASE = select(
    func.count().label("vouchers"),
    cast(func.coalesce(func.sum(_RELEASED.c.amount), 0), BigInteger).label("worth"),
).select_from(_RELEASED)


class VoucherTable:
    """In the transaction of its unit of work."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def forget_tries(self, account_id: str, *, customer_id: str, now: datetime) -> int:
        """Answers how many had to wait."""
        kind, who = Kind.VOUCHER.value, f"customer {customer_id}"
        there = await lift(self._database, kind, who="", target=account_id, now=now)
        return there + await lift(self._database, kind, who=who, target="", now=now)

    async def add(self, vouchers: Sequence[Voucher]) -> int:
        """Keep those whose serial and code are new; return how many."""
        if not vouchers:
            return 0
        rows = [
            (
                one.serial,
                one.seal,
                one.batch,
                one.amount.minor,
                one.valid_to,
                one.state.value,
                one.loaded_by,
            )
            for one in vouchers
        ]
        async with self._database.transaction() as connection:
            return (await connection.execute(_ADD, **by_column(_COLUMNS, rows))).rowcount

    async def get_for_update(self, *, seal: str) -> Voucher | None:
        """Lock it until the transaction ends."""
        async with self._database.transaction() as connection:
            row = (await connection.execute(_LOCK, seal=seal)).first()
        return _voucher_of(row) if row else None

    async def get_all_for_update(self, serials: Collection[str]) -> Mapping[str, Voucher]:
        """Lock them until the transaction ends."""
        async with self._database.transaction() as connection:
            rows = (await connection.execute(_LOCK_ALL, serials=sorted(serials))).all()
        return {row.serial: _voucher_of(row) for row in rows}

    async def waiting(self, *, batch: str = "") -> Sequence[WaitingBatch]:
        """Return what waits for a second person, of one batch or of all."""
        async with self._database.reading() as connection:
            rows = (await connection.execute(_WAITING, batch=batch or None)).all()
        return [
            WaitingBatch(row.batch, row.loaded_by, row.vouchers, fen(row.worth)) for row in rows
        ]

    async def release(
        self, batch: str, loaders: Sequence[str], *, state: VoucherState
    ) -> tuple[int, int]:
        """Put those of a batch that wait into this state; return how many, and their worth."""
        async with self._database.transaction() as connection:
            released = await connection.execute(
                _RELEASE, batch=batch, loaders=list(loaders), state=state.value
            )
        row = released.one()
        return row.vouchers, row.worth

    async def save(self, vouchers: Sequence[Voucher]) -> None:
        """Write the state each is in."""
        rows = [(one.serial, one.state.value) for one in vouchers]
        async with self._database.transaction() as connection:
            await connection.execute(_SAVE, **by_column(("serial", "state"), rows))


def _voucher_of(row: Row) -> Voucher:
    return Voucher(
        serial=row.serial,
        seal=row.seal,
        batch=row.batch,
        amount=fen(row.amount),
        valid_to=row.valid_to,
        state=VoucherState(row.state),
        loaded_by=row.loaded_by,
    )
