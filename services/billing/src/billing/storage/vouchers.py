"""Voucher cards in PostgreSQL: of their codes only seals."""

from collections.abc import Collection, Mapping, Sequence

from billing.domain.voucher import Tries, Voucher, VoucherState
from kernel.money import fen
from runtime.connection import Row
from runtime.database import Database

_ADD = """
INSERT INTO voucher (serial, seal, batch, amount, valid_to, state)
SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::bigint[], $5::timestamptz[],
    $6::text[])
ON CONFLICT DO NOTHING
"""
_COLUMNS = "SELECT serial, seal, batch, amount, valid_to, state FROM voucher"
_TAKE = f"{_COLUMNS} WHERE seal = $1 FOR UPDATE"
# Locked in one order, so that two who block lists wait for each other and never both ways.
_TAKE_ALL = f"{_COLUMNS} WHERE serial = ANY($1::text[]) ORDER BY serial FOR UPDATE"
_KEEP = """
UPDATE voucher v SET state = t.state
FROM unnest($1::text[], $2::text[]) AS t(serial, state) WHERE v.serial = t.serial
"""
_TRIES = "SELECT since, wrong, locked_until FROM voucher_try WHERE account_id = $1"
_KEEP_TRIES = """
INSERT INTO voucher_try (account_id, since, wrong, locked_until) VALUES ($1, $2, $3, $4)
ON CONFLICT (account_id) DO UPDATE
SET since = excluded.since, wrong = excluded.wrong, locked_until = excluded.locked_until
"""
_FORGET_TRIES = "DELETE FROM voucher_try WHERE account_id = $1"


class VoucherTable:
    """In the transaction of its desk."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, vouchers: Sequence[Voucher]) -> int:
        """Keep those whose serial and code are new; return how many."""
        if not vouchers:
            return 0
        rows = [
            (one.serial, one.seal, one.batch, one.amount.minor, one.valid_to, one.state.value)
            for one in vouchers
        ]
        columns = tuple(map(list, zip(*rows, strict=True)))
        async with self._database.transaction() as connection:
            return (await connection.exec_driver_sql(_ADD, columns)).rowcount

    async def take(self, *, seal: str) -> Voucher | None:
        """Lock it until the transaction ends."""
        async with self._database.transaction() as connection:
            row = (await connection.exec_driver_sql(_TAKE, (seal,))).first()
        return _voucher_of(row) if row else None

    async def take_all(self, serials: Collection[str]) -> Mapping[str, Voucher]:
        """Lock them until the transaction ends."""
        async with self._database.transaction() as connection:
            rows = (await connection.exec_driver_sql(_TAKE_ALL, (sorted(serials),))).all()
        return {row.serial: _voucher_of(row) for row in rows}

    async def keep(self, vouchers: Sequence[Voucher]) -> None:
        """Write the state each is in."""
        columns = ([one.serial for one in vouchers], [one.state.value for one in vouchers])
        async with self._database.transaction() as connection:
            await connection.exec_driver_sql(_KEEP, columns)

    async def tries(self, account_id: str) -> Tries | None:
        async with self._database.reading() as connection:
            row = (await connection.exec_driver_sql(_TRIES, (account_id,))).first()
        return Tries(row.since, row.wrong, row.locked_until) if row else None

    async def keep_tries(self, account_id: str, tries: Tries | None) -> None:
        """Remember them; forget them where there are none."""
        async with self._database.transaction() as connection:
            if tries is None:
                await connection.exec_driver_sql(_FORGET_TRIES, (account_id,))
            else:
                row = (account_id, tries.since, tries.wrong, tries.locked_until)
                await connection.exec_driver_sql(_KEEP_TRIES, row)


def _voucher_of(row: Row) -> Voucher:
    return Voucher(
        serial=row.serial,
        seal=row.seal,
        batch=row.batch,
        amount=fen(row.amount),
        valid_to=row.valid_to,
        state=VoucherState(row.state),
    )
