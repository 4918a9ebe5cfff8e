"""One transaction over the whole pretend network, in PostgreSQL."""

from contextlib import AbstractAsyncContextManager
from types import TracebackType
from typing import Any, Self

from emulator.handsets.storage import HandsetTables, TextTable
from emulator.hlr.storage.refusals import plainly
from emulator.hlr.storage.subscriptions import HlrTables, KeyTable
from emulator.records.storage import RecordTables
from emulator.switch.storage import VisitorTable
from runtime.database.database import Database
from runtime.errors import DATABASE_ERRORS


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
        """Open a transaction. Raises CommandRefused FAILED where there is no database."""
        self._open = self._database.transaction()
        with plainly():
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
        with plainly():
            await opened.__aexit__(kind, error, trace)
            if isinstance(error, DATABASE_ERRORS):
                raise error
