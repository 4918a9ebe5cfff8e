"""What was done by hand alone, by day: of each person, and for each account."""

from datetime import date
from typing import assert_never

from sqlalchemy import ARRAY, BigInteger, Text, any_, bindparam, select, text, update

from billing.ledger.domain.approval import DoneAlone, MovedAlone
from billing.ledger.tables import MOVED_ALONE
from kernel.money import Money, fen
from runtime.database.database import Database

# In the order of their names, always: so nobody waits for whoever waits for them.
_BEGIN = text("""
INSERT INTO moved_alone (day, whose)
SELECT CAST(:day AS date), name FROM unnest(CAST(:whose AS text[])) AS name ORDER BY name
ON CONFLICT DO NOTHING
""")
_IS_THEIRS = (MOVED_ALONE.c.day == bindparam("day")) & (
    MOVED_ALONE.c.whose == any_(bindparam("whose", type_=ARRAY(Text)))
)
_LOCK = (
    select(MOVED_ALONE.c.whose, MOVED_ALONE.c.amount)
    .where(_IS_THEIRS)
    .order_by(MOVED_ALONE.c.whose)
    .with_for_update()
)
_ADD = (
    update(MOVED_ALONE)
    .values(amount=MOVED_ALONE.c.amount + bindparam("more", type_=BigInteger))
    .where(_IS_THEIRS)
)


class AloneTable:
    """In the transaction of its unit of work."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def get_for_update(
        self, day: date, what: DoneAlone, /, *, person: str, account_id: str
    ) -> MovedAlone:
        """Lock both sums until the transaction ends."""
        of_account, of_person = _names(what, person, account_id)
        whose = [of_account, of_person]
        async with self._database.transaction() as connection:
            await connection.execute(_BEGIN, day=day, whose=whose)
            rows = (await connection.execute(_LOCK, day=day, whose=whose)).all()
        sums = {row.whose: fen(row.amount) for row in rows}
        return MovedAlone(sums[of_person], sums[of_account])

    async def add(
        self, day: date, amount: Money, what: DoneAlone, /, *, person: str, account_id: str
    ) -> None:
        """Count it for both."""
        whose = list(_names(what, person, account_id))
        async with self._database.transaction() as connection:
            await connection.execute(_ADD, day=day, whose=whose, more=amount.minor)


def _names(what: DoneAlone, person: str, account_id: str) -> tuple[str, str]:
    match what:
        case DoneAlone.MOVED:
            return f"account {account_id}", f"person {person}"
        case DoneAlone.CREDIT_RAISED:
            return f"credit of account {account_id}", f"credit by person {person}"
        case DoneAlone.VOUCHERS_LOADED:
            return f"vouchers of batch {account_id}", f"vouchers by person {person}"
        case _:
            assert_never(what)
