"""One transaction over the whole pretend network."""

from types import TracebackType
from typing import Never, Self

import runtime.database.unit_of_work
from emulator.handsets.storage import HandsetTables, TextTable
from emulator.hlr.storage.keys import KeyTable
from emulator.hlr.storage.refusals import plainly
from emulator.hlr.storage.subscriptions import HlrTables
from emulator.records.storage import RecordTables
from emulator.switch.storage import VisitorTable
from runtime.database.database import Database
from runtime.errors import DATABASE_ERRORS


class UnitOfWork(runtime.database.unit_of_work.UnitOfWork[Never]):
    """The HLR, the switch, the handsets and the records: in PostgreSQL."""

    def __init__(self, database: Database) -> None:
        super().__init__(database)
        self.keys = KeyTable(database)
        self.hlr = HlrTables(database)
        self.switch = VisitorTable(database)
        self.handsets = HandsetTables(database)
        self.texts = TextTable(database)
        self.records = RecordTables(database)

    async def __aenter__(self) -> Self:
        """Raises CommandRefused FAILED where there is no database."""
        with plainly():
            return await super().__aenter__()

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Raises CommandRefused for what a constraint or a lock forbids."""
        with plainly():
            await super().__aexit__(kind, error, trace)
            if isinstance(error, DATABASE_ERRORS):
                raise error
