"""Questions, answered without a transaction."""

from collections.abc import Sequence
from datetime import datetime

from billing.accounts.domain.account import Account
from billing.accounts.domain.level import Level
from billing.accounts.ports import Facts, Payee, PostedLine, Totals, Wanted
from billing.accounts.storage.accounts import find, is_uuid
from billing.accounts.storage.cards import with_cards
from billing.accounts.storage.rows import ACCOUNT, FROM_ACCOUNT, account_of
from billing.allowances.ports import Held
from billing.catalogue.domain.catalogue import Catalogues
from billing.catalogue.storage.catalogues import CatalogueCopy, all_catalogues
from billing.charging.storage.reservations import ReservationTable
from billing.ledger.domain.adjustment import Adjustment
from billing.ledger.storage.adjustments import AdjustmentTable
from billing.ledger.storage.ledger import LedgerTables
from billing.payments.ports.till import WhichAdjustments
from billing.rating.ports.usage import KnownUsage
from billing.rating.storage.usage import UsageTable
from kernel.civil import civil_date
from kernel.errors import NotFound
from runtime.database.database import Database

# One round trip: the account, and whether this process knows the newest catalogue.
_FACTS = f"""
SELECT n.newest, {ACCOUNT}
FROM (SELECT coalesce(max(version), 0) AS newest FROM catalogue_version) n
LEFT JOIN (paid_subscriber p JOIN account a ON a.id = p.account_id) ON p.account_id = (
    SELECT account_id FROM paid_subscriber WHERE subscriber_id = $1::uuid
    UNION ALL SELECT account_id FROM sub_card WHERE subscriber_id = $1::uuid)
"""  # noqa: S608
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


class PostgresReads:
    """Reads of one statement each, outside of transactions."""

    def __init__(self, database: Database, *, copy: CatalogueCopy) -> None:
        self._database = database
        self._copy = copy
        self._ledger = LedgerTables(database)
        self._adjustments = AdjustmentTable(database)
        self._reservations = ReservationTable(database)

    async def facts(self, subscriber_id: str, *, now: datetime) -> Facts:
        """Read the account and today's catalogue in one round trip."""
        wanted = subscriber_id if is_uuid(subscriber_id) else None
        async with self._database.reading() as connection:
            row = (await connection.exec_driver_sql(_FACTS, (wanted,))).one()
            known = await self._copy.at(row.newest, connection=connection)
            own = [] if row.id is None else await with_cards(connection, [account_of(row)], [row])
        account = next(iter(own), None)
        try:
            return Facts(account, known.on(civil_date(now)))
        except NotFound:
            return Facts(account, None)

    async def find(self, payee: Payee) -> Account | None:
        async with self._database.reading() as connection:
            return await find(connection, payee)

    async def reserved(self, account_id: str, *, now: datetime) -> int:
        return await self._reservations.reserved(account_id, now=now)

    async def catalogues(self) -> Catalogues:
        return await all_catalogues(self._database, self._copy)

    async def postings(
        self, account_id: str, *, limit: int, offset: int
    ) -> tuple[Sequence[PostedLine], int]:
        lines = await self._ledger.newest(account_id, limit=limit, offset=offset)
        return lines, await self._ledger.count_of(account_id)

    async def allowances(self, account_id: str, *, at: datetime) -> Held:
        return await UsageTable(self._database).allowances.usable(account_id, at=at)

    async def usage_record(self, record_id: str) -> KnownUsage | None:
        return await UsageTable(self._database).find(record_id)

    async def wanted_levels(self, *, after: str, limit: int) -> Sequence[Wanted]:
        start = after if is_uuid(after) else None
        async with self._database.reading() as connection:
            rows = (await connection.exec_driver_sql(_LEVELS, (start, limit))).all()
        return [Wanted(str(one.subscriber_id), Level(one.level), one.level_version) for one in rows]

    async def adjustments(self, which: WhichAdjustments) -> tuple[Sequence[Adjustment], int]:
        return await self._adjustments.newest(which)

    async def totals(self) -> Totals:
        return await self._ledger.count()
