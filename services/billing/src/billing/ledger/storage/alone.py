"""What was done by hand alone, by day: of each person, and for each account."""

from datetime import date
from typing import assert_never

from billing.ledger.domain.approval import DoneAlone, MovedAlone
from kernel.money import Money, fen
from runtime.database.database import Database

# In the order of their names, always: so nobody waits for whoever waits for them.
_BEGIN = """
INSERT INTO moved_alone (day, whose) SELECT $1, name FROM unnest($2::text[]) AS name ORDER BY name
ON CONFLICT DO NOTHING
"""
_TAKE = """
SELECT whose, amount FROM moved_alone WHERE day = $1 AND whose = ANY($2::text[])
ORDER BY whose FOR UPDATE
"""
_ADD = """
UPDATE moved_alone SET amount = amount + $3 WHERE day = $1 AND whose = ANY($2::text[])
"""


class AloneTable:
    """In the transaction of its unit of work."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def get_for_update(
        self, day: date, what: DoneAlone, /, *, person: str, account_id: str
    ) -> MovedAlone:
        """Lock both sums until the transaction ends."""
        of_account, of_person = _names(what, person, account_id)
        which = (day, [of_account, of_person])
        async with self._database.transaction() as connection:
            await connection.exec_driver_sql(_BEGIN, which)
            rows = (await connection.exec_driver_sql(_TAKE, which)).all()
        sums = {row.whose: fen(row.amount) for row in rows}
        return MovedAlone(sums[of_person], sums[of_account])

    async def add(
        self, day: date, amount: Money, what: DoneAlone, /, *, person: str, account_id: str
    ) -> None:
        """Count it for both."""
        row = (day, list(_names(what, person, account_id)), amount.minor)
        async with self._database.transaction() as connection:
            await connection.exec_driver_sql(_ADD, row)


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
