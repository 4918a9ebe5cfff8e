"""Reservations: money kept aside for uses, guarded by the lock of their account."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Text,
    any_,
    bindparam,
    cast,
    delete,
    exists,
    func,
    insert,
    select,
    update,
)

from billing.allowances.domain.usage import UsageRecord
from billing.charging.domain.reservation import Reservation, ReservationState
from billing.charging.tables import IS_HELD_FOR_RECORD, RESERVATION
from kernel.ids import looks_like_id
from runtime.database.connection import Row
from runtime.database.database import Database

_ID = RESERVATION.c.id == bindparam("id")
_OF_ACCOUNT_ID = RESERVATION.c.account_id == bindparam("account_id")
_ADD = insert(RESERVATION).values({each.name: bindparam(each.name) for each in RESERVATION.c})
_GET = select(RESERVATION).where(_ID)
_OF_ACCOUNT = select(RESERVATION).where(_OF_ACCOUNT_ID).order_by(RESERVATION.c.id)
_CHANGES = ("state", "millifen", "until", "record_id", "quantity")
_SAVE = update(RESERVATION).values({name: bindparam(name) for name in _CHANGES}).where(_ID)
_END = delete(RESERVATION).where(_ID)
_RESERVED = select(cast(func.coalesce(func.sum(RESERVATION.c.millifen), 0), BigInteger)).where(
    _OF_ACCOUNT_ID, RESERVATION.c.until > bindparam("now")
)
_RESERVED_FOR = _RESERVED.where(RESERVATION.c.kind == bindparam("kind"))
_GOES_ON = RESERVATION.c.state.in_((ReservationState.OPEN.value, ReservationState.HELD.value))
_BESIDE = (
    select(RESERVATION)
    .where(_OF_ACCOUNT_ID, RESERVATION.c.kind == bindparam("kind"))
    .where(RESERVATION.c.id != bindparam("id"), _GOES_ON)
    .order_by(RESERVATION.c.id)
)
_ANY_HELD = select(exists().where(IS_HELD_FOR_RECORD))
_DROP = delete(RESERVATION).where(
    IS_HELD_FOR_RECORD, RESERVATION.c.record_id == any_(cast(bindparam("records"), ARRAY(Text)))
)
ACCOUNT_OF = select(RESERVATION.c.account_id).where(RESERVATION.c.id == bindparam("key"))
"""The account of a reservation; `key`: its id."""
_DUE = (
    select(RESERVATION.c.id)
    .where(RESERVATION.c.until <= bindparam("now"))
    .order_by(RESERVATION.c.until)
    .limit(bindparam("limit"))
)
_NEXT = select(func.min(RESERVATION.c.until))


class ReservationTable:
    """In the transaction of its unit of work."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, reservation: Reservation) -> None:
        use = reservation.use
        async with self._database.transaction() as connection:
            await connection.execute(
                _ADD,
                id=reservation.id,
                account_id=reservation.account_id,
                state=reservation.state.value,
                millifen=reservation.millifen,
                until=reservation.until,
                record_id=reservation.record_id,
                subscriber_id=use.subscriber_id,
                kind=use.kind,
                msisdn=use.msisdn,
                peer=use.peer,
                started_at=use.started_at,
                quantity=use.quantity,
                roam_type=use.roam_type,
                visited_plmn=use.visited_plmn or None,
            )

    async def get(self, reservation_id: str) -> Reservation | None:
        if not looks_like_id(reservation_id):
            return None
        async with self._database.reading() as connection:
            row = (await connection.execute(_GET, id=reservation_id)).first()
        return _reservation_of(row) if row else None

    async def of_account(self, account_id: str) -> Sequence[Reservation]:
        async with self._database.reading() as connection:
            rows = (await connection.execute(_OF_ACCOUNT, account_id=account_id)).all()
        return [_reservation_of(row) for row in rows]

    async def save(self, reservation: Reservation) -> None:
        async with self._database.transaction() as connection:
            await connection.execute(
                _SAVE,
                id=reservation.id,
                state=reservation.state.value,
                millifen=reservation.millifen,
                until=reservation.until,
                record_id=reservation.record_id,
                quantity=reservation.use.quantity,
            )

    async def end(self, reservation_id: str) -> None:
        async with self._database.transaction() as connection:
            await connection.execute(_END, id=reservation_id)

    async def reserved(self, account_id: str, *, now: datetime) -> int:
        """Add up what is kept aside and valid, in thousandths of a fen."""
        async with self._database.reading() as connection:
            kept = await connection.execute(_RESERVED, account_id=account_id, now=now)
            return int(kept.scalar_one())

    async def reserved_for(self, kind: str, *, account_id: str, now: datetime) -> int:
        async with self._database.reading() as connection:
            kept = await connection.execute(
                _RESERVED_FOR, account_id=account_id, now=now, kind=kind
            )
            return int(kept.scalar_one())

    async def beside(
        self, reservation_id: str, *, account_id: str, kind: str
    ) -> Sequence[UsageRecord]:
        """Return the other uses of this kind that are under way or wait for their record."""
        async with self._database.reading() as connection:
            rows = await connection.execute(
                _BESIDE, account_id=account_id, kind=kind, id=reservation_id
            )
        return [_reservation_of(row).use for row in rows]

    async def drop_rated(self, records: Collection[str]) -> None:
        """End the holds that waited for these records."""
        if not records:
            return
        async with self._database.transaction() as connection:
            # A hold that another transaction makes meanwhile sees that its record was rated, for
            # both hold the account's lock.
            if (await connection.execute(_ANY_HELD)).scalar_one():
                await connection.execute(_DROP, records=list(records))

    async def due(self, *, now: datetime, limit: int) -> Sequence[str]:
        async with self._database.reading() as connection:
            rows = await connection.execute(_DUE, now=now, limit=limit)
            return [str(one) for one in rows.scalars()]

    async def next_due(self) -> datetime | None:
        async with self._database.reading() as connection:
            moment: datetime | None = (await connection.execute(_NEXT)).scalar_one()
        return moment


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
