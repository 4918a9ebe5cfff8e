"""Voucher cards in PostgreSQL: of their codes only seals."""

from collections.abc import Collection, Mapping, Sequence

from billing.payments.domain.voucher import Voucher, VoucherState, WaitingBatch
from kernel.money import fen
from runtime.database.connection import Row
from runtime.database.database import Database

_ADD = """
INSERT INTO voucher (serial, seal, batch, amount, valid_to, state, loaded_by)
SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::bigint[], $5::timestamptz[],
    $6::text[], $7::text[])
ON CONFLICT DO NOTHING
"""
_COLUMNS = "SELECT serial, seal, batch, amount, valid_to, state, loaded_by FROM voucher"
_TAKE = f"{_COLUMNS} WHERE seal = $1 FOR UPDATE"
# Locked in one order, so that two who block lists wait for each other and never both ways.
_TAKE_ALL = f"{_COLUMNS} WHERE serial = ANY($1::text[]) ORDER BY serial FOR UPDATE"
_KEEP = """
UPDATE voucher v SET state = t.state
FROM unnest($1::text[], $2::text[]) AS t(serial, state) WHERE v.serial = t.serial
"""
_WAITING = """
SELECT batch, loaded_by, count(*) AS vouchers, sum(amount)::bigint AS worth FROM voucher
WHERE state = 'waiting' AND ($1 = '' OR batch = $1) GROUP BY batch, loaded_by
ORDER BY batch, loaded_by LIMIT 1000
"""
_RELEASE = """
WITH released AS (
    UPDATE voucher SET state = $3
    WHERE batch = $1 AND state = 'waiting' AND loaded_by = ANY($2::text[]) RETURNING amount
)
SELECT count(*) AS vouchers, coalesce(sum(amount), 0)::bigint AS worth FROM released
"""


class VoucherTable:
    """In the transaction of its unit of work."""

    def __init__(self, database: Database) -> None:
        self._database = database

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
        columns = tuple(map(list, zip(*rows, strict=True)))
        async with self._database.transaction() as connection:
            return (await connection.exec_driver_sql(_ADD, columns)).rowcount

    async def get_for_update(self, *, seal: str) -> Voucher | None:
        """Lock it until the transaction ends."""
        async with self._database.transaction() as connection:
            row = (await connection.exec_driver_sql(_TAKE, (seal,))).first()
        return _voucher_of(row) if row else None

    async def get_all_for_update(self, serials: Collection[str]) -> Mapping[str, Voucher]:
        """Lock them until the transaction ends."""
        async with self._database.transaction() as connection:
            rows = (await connection.exec_driver_sql(_TAKE_ALL, (sorted(serials),))).all()
        return {row.serial: _voucher_of(row) for row in rows}

    async def waiting(self, *, batch: str = "") -> Sequence[WaitingBatch]:
        """Return what waits for a second person, of one batch or of all."""
        async with self._database.reading() as connection:
            rows = (await connection.exec_driver_sql(_WAITING, (batch,))).all()
        return [
            WaitingBatch(row.batch, row.loaded_by, row.vouchers, fen(row.worth)) for row in rows
        ]

    async def release(
        self, batch: str, loaders: Sequence[str], *, state: VoucherState
    ) -> tuple[int, int]:
        """Put those of a batch that wait into this state; return how many, and their worth."""
        values = (batch, list(loaders), state.value)
        async with self._database.transaction() as connection:
            row = (await connection.exec_driver_sql(_RELEASE, values)).one()
        return row.vouchers, row.worth

    async def save(self, vouchers: Sequence[Voucher]) -> None:
        """Write the state each is in."""
        columns = ([one.serial for one in vouchers], [one.state.value for one in vouchers])
        async with self._database.transaction() as connection:
            await connection.exec_driver_sql(_KEEP, columns)


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
