"""Reservations: money kept aside for uses, guarded by the lock of their account."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import bindparam, select

from billing.allowances.domain.usage import UsageRecord
from billing.charging.domain.reservation import Reservation, ReservationState
from billing.charging.tables import RESERVATION
from kernel.ids import looks_like_id
from runtime.database.connection import Row
from runtime.database.database import Database

_COLUMNS = """
    id, account_id, state, millifen, until, record_id, subscriber_id, kind, msisdn, peer,
    started_at, quantity, roam_type, visited_plmn
"""
_ADD = f"""
INSERT INTO reservation ({_COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13,
    $14)
"""  # noqa: S608 - only our own column names are put together
_FIND = f"SELECT {_COLUMNS} FROM reservation WHERE id = $1"  # noqa: S608
_OF_ACCOUNT = f"SELECT {_COLUMNS} FROM reservation WHERE account_id = $1 ORDER BY id"  # noqa: S608
_KEEP = """
UPDATE reservation SET state = $2, millifen = $3, until = $4, record_id = $5, quantity = $6
WHERE id = $1
"""
_END = "DELETE FROM reservation WHERE id = $1"
_RESERVED = """
SELECT coalesce(sum(millifen), 0)::bigint FROM reservation WHERE account_id = $1 AND until > $2
"""
_RESERVED_FOR = f"{_RESERVED} AND kind = $3"
_BESIDE = f"""
SELECT {_COLUMNS} FROM reservation
WHERE account_id = $1 AND kind = $2 AND id <> $3 AND state IN ('open', 'held') ORDER BY id
"""  # noqa: S608
_ANY_HELD = "SELECT EXISTS (SELECT FROM reservation WHERE record_id IS NOT NULL)"
_DROP = "DELETE FROM reservation WHERE record_id = ANY($1::text[])"
ACCOUNT_OF = select(RESERVATION.c.account_id).where(RESERVATION.c.id == bindparam("key"))
"""The account of a reservation; `key`: its id."""
_DUE = "SELECT id FROM reservation WHERE until <= $1 ORDER BY until LIMIT $2"
_NEXT = "SELECT min(until) FROM reservation"


class ReservationTable:
    """In the transaction of its unit of work."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, reservation: Reservation) -> None:
        use = reservation.use
        values = (
            reservation.id, reservation.account_id, reservation.state.value, reservation.millifen,
            reservation.until, reservation.record_id, use.subscriber_id, use.kind, use.msisdn,
            use.peer, use.started_at, use.quantity, use.roam_type, use.visited_plmn or None,
        )  # fmt: skip
        async with self._database.transaction() as connection:
            await connection.exec_driver_sql(_ADD, values)

    async def get(self, reservation_id: str) -> Reservation | None:
        if not looks_like_id(reservation_id):
            return None
        async with self._database.reading() as connection:
            row = (await connection.exec_driver_sql(_FIND, (reservation_id,))).first()
        return _reservation_of(row) if row else None

    async def of_account(self, account_id: str) -> Sequence[Reservation]:
        async with self._database.reading() as connection:
            rows = (await connection.exec_driver_sql(_OF_ACCOUNT, (account_id,))).all()
        return [_reservation_of(row) for row in rows]

    async def save(self, reservation: Reservation) -> None:
        values = (
            reservation.id, reservation.state.value, reservation.millifen, reservation.until,
            reservation.record_id, reservation.use.quantity,
        )  # fmt: skip
        async with self._database.transaction() as connection:
            await connection.exec_driver_sql(_KEEP, values)

    async def end(self, reservation_id: str) -> None:
        async with self._database.transaction() as connection:
            await connection.exec_driver_sql(_END, (reservation_id,))

    async def reserved(self, account_id: str, *, now: datetime) -> int:
        """Add up what is kept aside and valid, in thousandths of a fen."""
        async with self._database.reading() as connection:
            found = await connection.exec_driver_sql(_RESERVED, (account_id, now))
            return int(found.scalar_one())

    async def reserved_for(self, kind: str, *, account_id: str, now: datetime) -> int:
        async with self._database.reading() as connection:
            found = await connection.exec_driver_sql(_RESERVED_FOR, (account_id, now, kind))
            return int(found.scalar_one())

    async def beside(
        self, reservation_id: str, *, account_id: str, kind: str
    ) -> Sequence[UsageRecord]:
        """Return the other uses of this kind that are under way or wait for their record."""
        values = (account_id, kind, reservation_id)
        async with self._database.reading() as connection:
            rows = (await connection.exec_driver_sql(_BESIDE, values)).all()
        return [_reservation_of(row).use for row in rows]

    async def drop_rated(self, records: Collection[str]) -> None:
        """End the holds that waited for these records."""
        if not records:
            return
        async with self._database.transaction() as connection:
            # A hold that another transaction makes meanwhile sees that its record was rated, for
            # both hold the account's lock.
            if (await connection.exec_driver_sql(_ANY_HELD)).scalar_one():
                await connection.exec_driver_sql(_DROP, (list(records),))

    async def due(self, *, now: datetime, limit: int) -> Sequence[str]:
        async with self._database.reading() as connection:
            rows = await connection.exec_driver_sql(_DUE, (now, limit))
            return [str(one) for one in rows.scalars()]

    async def next_due(self) -> datetime | None:
        async with self._database.reading() as connection:
            found: datetime | None = (await connection.exec_driver_sql(_NEXT)).scalar_one()
        return found


def _reservation_of(row: Row) -> Reservation:
    return Reservation(
        id=str(row.id),
        account_id=str(row.account_id),
        use=UsageRecord(
            id=str(row.id),
            subscriber_id=row.subscriber_id,
            kind=row.kind,
            msisdn=row.msisdn,
            peer=row.peer,
            started_at=row.started_at,
            quantity=row.quantity,
            roam_type=row.roam_type,
            file_seq=0,
            visited_plmn=row.visited_plmn or "",
        ),
        millifen=row.millifen,
        until=row.until,
        state=ReservationState(row.state),
        record_id=row.record_id,
    )
