"""Periods of plans in PostgreSQL; accounts that never had another plan never ask for them."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import ARRAY, any_, bindparam, cast, delete, select, update
from sqlalchemy.dialects.postgresql import insert

from billing.accounts.domain.account import Account
from billing.accounts.domain.plan_period import PlanPeriod
from billing.accounts.storage.held import written_in_part
from billing.accounts.tables import ACCOUNT, PLAN_PERIOD
from billing.metadata import ID
from runtime.database.connection import Connection, Row
from runtime.database.database import Database

_OF_ACCOUNTS = (
    select(PLAN_PERIOD)
    .where(PLAN_PERIOD.c.account_id == any_(cast(bindparam("account_ids"), ARRAY(ID))))
    .order_by(PLAN_PERIOD.c.account_id, PLAN_PERIOD.c.valid_from)
)
_ACCOUNT_ID = bindparam("account_id", type_=ID)
_FORGET = delete(PLAN_PERIOD).where(PLAN_PERIOD.c.account_id == _ACCOUNT_ID)
_COLUMNS = ("account_id", "offering", "valid_from", "valid_to")
_ADD = insert(PLAN_PERIOD).values({name: bindparam(name) for name in _COLUMNS})
_HOLDS = (
    update(ACCOUNT)
    .values(holds_plans=True, offering=bindparam("offering"))
    .where(ACCOUNT.c.id == _ACCOUNT_ID)
)


class PlanTable:
    """In the transaction of its unit of work."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def save(self, account: Account) -> None:
        """Write all its periods and the plan it has; it is asked for them from now on."""
        written_in_part(self._database)
        async with self._database.transaction() as connection:
            await connection.execute(_FORGET, account_id=account.id)
            for period in account.plans:
                await connection.execute(
                    _ADD,
                    account_id=account.id,
                    offering=period.offering,
                    valid_from=period.since,
                    valid_to=period.until,
                )
            await connection.execute(_HOLDS, account_id=account.id, offering=account.offering)


async def with_plans(
    connection: Connection, accounts: Sequence[Account], rows: Sequence[Row]
) -> Sequence[Account]:
    """Return the accounts of these rows; a second look only where one had another plan."""
    holders = [row["id"] for row in rows if row["holds_plans"]]
    if not holders:
        return accounts
    plans: dict[str, list[PlanPeriod]] = defaultdict(list)
    for row in (await connection.execute(_OF_ACCOUNTS, account_ids=holders)).all():
        plans[str(row.account_id)].append(PlanPeriod(row.offering, row.valid_from, row.valid_to))
    return [replace(one, plans=tuple(plans.get(one.id, ()))) for one in accounts]
