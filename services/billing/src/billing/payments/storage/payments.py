"""Payments, each reference of who collected them once."""

from collections.abc import Sequence
from datetime import datetime

from billing.payments.domain.payment import Payment
from kernel.money import fen
from runtime.database.connection import Row
from runtime.database.database import Database

# Both its keys say the same; naming one would let two at once collide on the other.
_ADD = """
INSERT INTO payment (id, account_id, channel, space, reference, amount, at)
VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING
"""
PAYMENT = """
SELECT p.id, p.account_id, p.channel, p.space, p.reference, p.amount, p.at, r.at AS reversed_at
FROM payment p LEFT JOIN payment_reversal r ON r.payment_id = p.id
"""
_FIND = f"{PAYMENT} WHERE p.id = $1"
_NAMED = f"{PAYMENT} WHERE p.channel = $1 AND p.reference = $2"
_REVERSE = """
INSERT INTO payment_reversal (payment_id, reason, at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING
"""

_WAS_REVERSED = "SELECT EXISTS (SELECT FROM payment_reversal WHERE payment_id = $1)"


class PaymentTable:
    """In the transaction of its unit of work."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, payment: Payment) -> bool:
        """Return False where this channel's reference was paid before."""
        row = (payment.id, payment.account_id, payment.channel, payment.space,
               payment.reference, payment.amount.minor, payment.at)  # fmt: skip
        async with self._database.transaction() as connection:
            return bool((await connection.exec_driver_sql(_ADD, row)).rowcount)

    async def get(self, payment_id: str) -> Payment | None:
        async with self._database.reading() as connection:
            row = (await connection.exec_driver_sql(_FIND, (payment_id,))).first()
        return payment_of(row) if row else None

    async def named(self, *, channel: str, reference: str) -> Sequence[Payment]:
        async with self._database.reading() as connection:
            found = await connection.exec_driver_sql(_NAMED, (channel, reference))
            return [payment_of(row) for row in found.all()]

    async def was_reversed(self, payment_id: str) -> bool:
        async with self._database.reading() as connection:
            found = await connection.exec_driver_sql(_WAS_REVERSED, (payment_id,))
            return bool(found.scalar_one())

    async def reverse(self, payment_id: str, *, reason: str, at: datetime) -> bool:
        """Return False where it was taken back before."""
        async with self._database.transaction() as connection:
            row = (payment_id, reason, at)
            return bool((await connection.exec_driver_sql(_REVERSE, row)).rowcount)


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
