"""One transaction over the whole pretend network, in PostgreSQL."""

from contextlib import AbstractAsyncContextManager
from types import TracebackType
from typing import Any, Self

from sqlalchemy.exc import DBAPIError

from emulator.storage.handsets import HandsetTables, TextTable
from emulator.storage.hlr import HlrTables, KeyTable
from emulator.storage.records import RecordTables
from emulator.storage.refusals import refusal_of
from emulator.storage.switch import VisitorTable
from runtime.database import Database


class PostgresDesk:
    """For one caller at a time; may be opened again after it was left."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._open: AbstractAsyncContextManager[Any] | None = None
        self.keys = KeyTable(database)
        self.hlr = HlrTables(database)
        self.switch = VisitorTable(database)
        self.handsets = HandsetTables(database)
        self.texts = TextTable(database)
        self.records = RecordTables(database)

    async def __aenter__(self) -> Self:
        self._open = self._database.transaction()
        await self._open.__aenter__()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Commit, or roll back. Raises CommandRefused for what a constraint or a lock forbids."""
        if self._open is None:
            return
        opened, self._open = self._open, None
        try:
            await opened.__aexit__(kind, error, trace)
        except DBAPIError as failed:
            self._refuse(failed)
            raise
        if isinstance(error, DBAPIError):
            self._refuse(error)

    def _refuse(self, error: DBAPIError) -> None:
        refusal = refusal_of(error)
        if refusal is not None:
            raise refusal from error
