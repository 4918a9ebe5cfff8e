"""Questions about accounts, answered without a transaction."""

from collections.abc import Sequence

from billing.accounts.domain.account import Account
from billing.accounts.domain.level import Level
from billing.accounts.ports import MOST_COUNTED, Payee, Slice, Wanted, WhichAccounts
from billing.accounts.storage.accounts import AccountTable
from billing.accounts.storage.cards import with_cards
from billing.accounts.storage.rows import ACCOUNT, FROM_ACCOUNT, account_of
from kernel.ids import looks_like_id
from runtime.database.database import Database

_WHICH = """
FROM account WHERE ($1::uuid IS NULL OR id > $1)
AND (cardinality($2::text[]) = 0 OR state = ANY($2))
AND ($3::text IS NULL OR (state IN ('closing', 'closed') AND CASE $3
    WHEN 'debt' THEN balance < 0
    ELSE balance > 0 OR id IN (SELECT account_id FROM posting WHERE book = 'refund_payable'
        GROUP BY account_id HAVING sum(amount) > 0) END))
"""
_ACCOUNTS_COUNTED = f"SELECT count(*) FROM (SELECT {_WHICH} LIMIT {MOST_COUNTED + 1}) one"  # noqa: S608
# Their ids first, from the index alone: what is passed over is not looked at.
_ACCOUNTS_PART = f"""
SELECT {ACCOUNT} FROM account a JOIN LATERAL (
    SELECT * FROM paid_subscriber WHERE account_id = a.id
    ORDER BY paid_to DESC NULLS FIRST, paid_from DESC LIMIT 1
) p ON true
WHERE a.id = ANY(ARRAY(SELECT id {_WHICH} ORDER BY id OFFSET $4 LIMIT $5)) ORDER BY a.id
"""  # noqa: S608
_BY_SUBSCRIBER = f"""
SELECT {ACCOUNT} {FROM_ACCOUNT} WHERE ($1::uuid IS NULL OR p.subscriber_id > $1)
ORDER BY p.subscriber_id LIMIT $2
"""
# Of sub-cards in service what is wanted of their main lines. Each side is read in the order of
# its key, so no page reads all of them.
_LEVELS = f"""
(SELECT p.subscriber_id, p.level, p.level_version {FROM_ACCOUNT}
    WHERE ($1::uuid IS NULL OR p.subscriber_id > $1) AND a.state = 'open'
    ORDER BY p.subscriber_id LIMIT $2)
UNION ALL
(SELECT c.subscriber_id, p.level, p.level_version {FROM_ACCOUNT}
    JOIN sub_card c ON c.account_id = a.id
    WHERE ($1::uuid IS NULL OR c.subscriber_id > $1) AND a.state = 'open'
        AND c.started_at IS NOT NULL AND c.paid_to IS NULL
    ORDER BY c.subscriber_id LIMIT $2)
ORDER BY 1 LIMIT $2
"""


class AccountReadTables:
    """Reads of one or two statements each."""

    def __init__(self, database: Database, accounts: AccountTable) -> None:
        self._database = database
        self._accounts = accounts

    async def get(self, payee: Payee) -> Account | None:
        return await self._accounts.get(payee)

    async def wanted_levels(self, *, after: str, limit: int) -> Sequence[Wanted]:
        start = after if looks_like_id(after) else None
        async with self._database.reading() as connection:
            rows = (await connection.exec_driver_sql(_LEVELS, (start, limit))).all()
        return [Wanted(str(row.subscriber_id), Level(row.level), row.level_version) for row in rows]

    async def page(self, which: WhichAccounts, *, part: Slice) -> tuple[Sequence[Account], int]:
        left_with = which.left_with.value if which.left_with else None
        asked = (which.after or None, list(which.states), left_with)
        async with self._database.reading() as connection:
            total = (await connection.exec_driver_sql(_ACCOUNTS_COUNTED, asked)).scalar_one()
            page = (*asked, part.offset, part.limit)
            rows = (await connection.exec_driver_sql(_ACCOUNTS_PART, page)).all()
            return await self._accounts.complete(connection, rows), int(total)

    async def by_subscriber(self, *, after: str, limit: int) -> Sequence[Account]:
        """Return accounts with their sub-cards, without their books."""
        start = after if looks_like_id(after) else None
        async with self._database.reading() as connection:
            rows = (await connection.exec_driver_sql(_BY_SUBSCRIBER, (start, limit))).all()
            return await with_cards(connection, [account_of(row) for row in rows], rows)
