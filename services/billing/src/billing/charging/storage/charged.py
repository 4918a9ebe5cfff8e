"""What the use of postpaid accounts costs, month by month."""

from collections.abc import Collection, Mapping
from datetime import date

from billing.charging.domain.high_use import ChargedMonth
from runtime.database.database import Database

_ADD = """
INSERT INTO charged_month AS c (account_id, month, millifen)
SELECT * FROM unnest($1::uuid[], $2::date[], $3::bigint[])
ON CONFLICT (account_id, month) DO UPDATE SET millifen = c.millifen + excluded.millifen
RETURNING account_id, month, millifen
"""
_SINCE = """
SELECT account_id, month, millifen FROM charged_month
WHERE account_id = ANY($1::uuid[]) AND month >= $2
"""


class ChargedTable:
    """In the transaction of its unit of work, which holds the locks of the accounts."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, sums: Mapping[ChargedMonth, int]) -> Mapping[ChargedMonth, int]:
        """Count them all in one statement; return what these months cost with it."""
        values = [(one.account_id, one.month, millifen) for one, millifen in sums.items()]
        columns = tuple(map(list, zip(*values, strict=True)))
        async with self._database.transaction() as connection:
            rows = (await connection.exec_driver_sql(_ADD, columns)).all()
        return {ChargedMonth(str(row.account_id), row.month): row.millifen for row in rows}

    async def since(
        self, account_ids: Collection[str], *, month: date
    ) -> Mapping[ChargedMonth, int]:
        async with self._database.transaction() as connection:
            rows = (await connection.exec_driver_sql(_SINCE, (list(account_ids), month))).all()
        return {ChargedMonth(str(row.account_id), row.month): row.millifen for row in rows}
