"""One transaction over all that provisioning knows, in PostgreSQL."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from datetime import datetime
from types import TracebackType
from typing import Any, Self

from provisioning.domain.events import Event
from provisioning.storage.awaited_cards import AwaitedCardTable
from provisioning.storage.changes import ChangeTable, HeldChangeTable
from provisioning.storage.element_log import ElementLogTable
from provisioning.storage.profiles import ProfileTable
from provisioning.storage.steps import StepMemory
from provisioning.storage.usage import UsageTables
from provisioning.storage.vault import Seal, SealedVault
from runtime.database.database import Database
from runtime.messaging.outbox import Outbox, Outgoing


class PostgresDesk:
    """For one caller at a time; may be opened again after it was left."""

    def __init__(
        self,
        database: Database,
        outbox: Outbox,
        seal: Seal,
        said: Callable[[Event], Outgoing],
    ) -> None:
        """`said` writes an event as the message it is on the wire."""
        self._database = database
        self._outbox = outbox
        self._said = said
        self._open: AbstractAsyncContextManager[Any] | None = None
        vault = SealedVault(database, seal)
        self.vault = vault
        self.changes = ChangeTable(database, vault)
        self.held = HeldChangeTable(database)
        self.profiles = ProfileTable(database)
        self.cards = AwaitedCardTable(database)
        self.usage = UsageTables(database)
        self.log = ElementLogTable(database)
        self.steps = StepMemory(database)

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
        if self._open is not None:
            opened, self._open = self._open, None
            await opened.__aexit__(kind, error, trace)

    async def say(self, *events: Event, now: datetime) -> None:
        """Say these events once the transaction has committed."""
        async with self._database.transaction() as connection:
            await self._outbox.put(connection, [self._said(one) for one in events], now=now)
