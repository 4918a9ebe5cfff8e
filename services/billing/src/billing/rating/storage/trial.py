"""What trying a catalogue reads, without a transaction and without a lock."""

from collections.abc import Collection, Sequence

from billing.accounts.domain.account import Account
from billing.accounts.storage.accounts import is_uuid
from billing.accounts.storage.cards import with_cards
from billing.accounts.storage.rows import ACCOUNT, FROM_ACCOUNT, account_of
from billing.allowances.ports import Held, Wanted
from billing.allowances.storage.allowances import AllowanceTables
from billing.catalogue.domain.catalogue import Catalogues
from billing.catalogue.domain.catalogue_diff import Document
from billing.catalogue.storage.catalogues import CatalogueCopy, all_catalogues
from billing.catalogue.wire.catalogue import read_document
from billing.rating.domain.opening import Openings, SubscriberMonth
from billing.rating.storage.differences import DifferenceTable
from billing.rating.storage.openings import OpeningTable
from runtime.database.database import Database

_DOCUMENT = "SELECT document FROM catalogue_version WHERE version = $1"
_ACCOUNTS = f"""
SELECT {ACCOUNT} {FROM_ACCOUNT} WHERE ($1::uuid IS NULL OR p.subscriber_id > $1)
ORDER BY p.subscriber_id LIMIT $2
"""


class PostgresTrial:
    """Reads of one statement each."""

    def __init__(self, database: Database, *, copy: CatalogueCopy) -> None:
        self._database = database
        self._copy = copy
        self._openings = OpeningTable(database)
        self._allowances = AllowanceTables(database)
        self.differences = DifferenceTable(database)

    async def catalogues(self) -> Catalogues:
        return await all_catalogues(self._database, self._copy)

    async def document(self, version: int) -> Document:
        async with self._database.reading() as connection:
            found = (await connection.exec_driver_sql(_DOCUMENT, (version,))).scalar_one()
        return read_document(found)

    async def accounts(self, *, after: str, limit: int) -> Sequence[Account]:
        start = after if is_uuid(after) else None
        async with self._database.reading() as connection:
            rows = (await connection.exec_driver_sql(_ACCOUNTS, (start, limit))).all()
            return await with_cards(connection, [account_of(row) for row in rows], rows)

    async def held(self, wanted: Collection[Wanted]) -> Held:
        return await self._allowances.held(wanted)

    async def openings(self, months: Collection[SubscriberMonth]) -> Openings:
        return await self._openings.of(months)
