"""What the use of postpaid accounts costs, month by month."""

from collections.abc import Collection, Mapping
from datetime import date

from sqlalchemy import ARRAY, any_, bindparam, cast, select, text

from billing.charging.domain.high_use import ChargedMonth
from billing.charging.tables import CHARGED_MONTH
from billing.metadata import ID
from runtime.database.columns import by_column
from runtime.database.database import Database

_COLUMNS = ("account_id", "month", "millifen")
_ADD = text("""
INSERT INTO charged_month AS c (account_id, month, millifen)
SELECT * FROM unnest(CAST(:account_id AS uuid[]), CAST(:month AS date[]),
    CAST(:millifen AS bigint[]))
ON CONFLICT (account_id, month) DO UPDATE SET millifen = c.millifen + excluded.millifen
RETURNING account_id, month, millifen
""")
_SINCE = (
    select(CHARGED_MONTH)
    .where(CHARGED_MONTH.c.account_id == any_(cast(bindparam("account_ids"), ARRAY(ID))))
    .where(CHARGED_MONTH.c.month >= bindparam("month"))
)


class ChargedTable:
    """In the transaction of its unit of work, which holds the locks of the accounts."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, sums: Mapping[ChargedMonth, int]) -> Mapping[ChargedMonth, int]:
        """Count them all in one statement; return what these months cost with it."""
        values = [(one.account_id, one.month, millifen) for one, millifen in sums.items()]
        async with self._database.transaction() as connection:
            rows = (await connection.execute(_ADD, **by_column(_COLUMNS, values))).all()
        return {ChargedMonth(str(row.account_id), row.month): row.millifen for row in rows}

    async def since(
        self, account_ids: Collection[str], *, month: date
    ) -> Mapping[ChargedMonth, int]:
        async with self._database.transaction() as connection:
            rows = (
                await connection.execute(_SINCE, account_ids=list(account_ids), month=month)
            ).all()
        return {ChargedMonth(str(row.account_id), row.month): row.millifen for row in rows}
