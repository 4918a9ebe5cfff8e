"""Payments, each reference of who collected them once."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import bindparam, exists, select
from sqlalchemy.dialects.postgresql import insert

from billing.payments.domain.payment import Payment
from billing.payments.tables import PAYMENT, PAYMENT_REVERSAL
from kernel.money import fen
from runtime.database.connection import Row
from runtime.database.database import Database

# Both its keys say the same; naming one would let two at once collide on the other.
_ADD = (
    insert(PAYMENT)
    .values({column.name: bindparam(column.name) for column in PAYMENT.c})
    .on_conflict_do_nothing()
)
PAYMENTS = select(PAYMENT, PAYMENT_REVERSAL.c.at.label("reversed_at")).outerjoin(
    PAYMENT_REVERSAL, PAYMENT_REVERSAL.c.payment_id == PAYMENT.c.id
)
_GET = PAYMENTS.where(PAYMENT.c.id == bindparam("id"))
_NAMED = PAYMENTS.where(
    PAYMENT.c.channel == bindparam("channel"), PAYMENT.c.reference == bindparam("reference")
)
_REVERSE = (
    insert(PAYMENT_REVERSAL)
    .values({column.name: bindparam(column.name) for column in PAYMENT_REVERSAL.c})
    .on_conflict_do_nothing()
)
_WAS_REVERSED = select(exists().where(PAYMENT_REVERSAL.c.payment_id == bindparam("id")))


class PaymentTable:
    """In the transaction of its unit of work."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, payment: Payment) -> bool:
        """Return False where this channel's reference was paid before."""
        async with self._database.transaction() as connection:
            added = await connection.execute(
                _ADD,
                id=payment.id,
                account_id=payment.account_id,
                channel=payment.channel,
                space=payment.space,
                reference=payment.reference,
                amount=payment.amount.minor,
                at=payment.at,
            )
        return bool(added.rowcount)

    async def get(self, payment_id: str) -> Payment | None:
        async with self._database.reading() as connection:
            row = (await connection.execute(_GET, id=payment_id)).first()
        return payment_of(row) if row else None

    async def named(self, *, channel: str, reference: str) -> Sequence[Payment]:
        async with self._database.reading() as connection:
            named = await connection.execute(_NAMED, channel=channel, reference=reference)
            return [payment_of(row) for row in named]

    async def was_reversed(self, payment_id: str) -> bool:
        async with self._database.reading() as connection:
            reversed_ = await connection.execute(_WAS_REVERSED, id=payment_id)
            return bool(reversed_.scalar_one())

    async def reverse(self, payment_id: str, *, reason: str, at: datetime) -> bool:
        """Return False where it was taken back before."""
        async with self._database.transaction() as connection:
            reversed_ = await connection.execute(
                _REVERSE, payment_id=payment_id, reason=reason, at=at
            )
        return bool(reversed_.rowcount)


def payment_of(row: Row) -> Payment:
    return Payment(
        id=str(row.id),
        account_id=str(row.account_id),
        channel=row.channel,
        space=row.space,
        reference=row.reference,
        amount=fen(row.amount),
        at=row.at,
        reversed_at=row.reversed_at,
    )
