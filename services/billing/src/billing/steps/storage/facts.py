"""What an order is judged by, read at once: tables of lower areas, put together for each order."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Protocol

from billing.accounts.domain.account import Account
from billing.catalogue.domain.catalogue import Catalogues
from billing.steps.ports import Facts
from kernel.ids import looks_like_id
from runtime.database.connection import Connection, Row
from runtime.database.database import Database
from runtime.database.statements import Statement

Complete = Callable[[Connection, Sequence[Row]], Awaitable[Sequence[Account]]]


class Versions(Protocol):
    """What this process knows of the catalogue."""

    async def at(self, newest: int, *, connection: Connection) -> Catalogues: ...


class FactTables:
    """One statement; more only for who holds books or cards, has left, or for a new version."""

    def __init__(
        self, database: Database, *, statement: Statement, complete: Complete, versions: Versions
    ) -> None:
        """`statement` reads an account by `key`, and the newest version beside it."""
        self._database = database
        self._statement = statement
        self._complete = complete
        self._versions = versions

    async def of(self, subscriber_id: str) -> Facts:
        key = subscriber_id if looks_like_id(subscriber_id) else None
        async with self._database.reading() as connection:
            row = (await connection.execute(self._statement, key=key)).one()
            accounts = await self._complete(connection, [] if row.id is None else [row])
            catalogues = await self._versions.at(row.beside, connection=connection)
        return Facts(next(iter(accounts), None), catalogues)
