"""One transaction over all that provisioning knows, in PostgreSQL."""

from contextlib import AbstractAsyncContextManager
from datetime import datetime
from types import TracebackType
from typing import Any, Self, assert_never

from provisioning.changes.domain.events import CardSeen, OrderDone, OrderRefused
from provisioning.changes.storage.awaited_cards import AwaitedCardTable
from provisioning.changes.storage.changes import ChangeTable, HeldChangeTable
from provisioning.changes.storage.element_log import ElementLogTable
from provisioning.changes.storage.profiles import ProfileTable
from provisioning.changes.wire.events import card_seen, order_done, order_refused
from provisioning.mediation.domain.events import UsageRecorded
from provisioning.mediation.storage.usage import UsageTables
from provisioning.mediation.wire.events import usage_recorded
from provisioning.vault.domain.audited import Audited
from provisioning.vault.storage.steps import StepMemory
from provisioning.vault.storage.vault import Seal, SealedVault
from provisioning.vault.wire import audited
from runtime.database.database import Database
from runtime.messaging.outbox import Outbox, Outgoing

Event = Audited | OrderDone | OrderRefused | CardSeen | UsageRecorded
"""All that provisioning says."""


class PostgresDesk:
    """For one caller at a time; may be opened again after it was left."""

    def __init__(
        self,
        database: Database,
        outbox: Outbox,
        seal: Seal,
    ) -> None:
        self._database = database
        self._outbox = outbox
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
            await self._outbox.put(connection, [outgoing(one) for one in events], now=now)


def outgoing(event: Event) -> Outgoing:
    """Write an event as the message it is on the wire."""
    match event:
        case Audited():
            return audited(event)
        case OrderDone():
            return order_done(event)
        case OrderRefused():
            return order_refused(event)
        case CardSeen():
            return card_seen(event)
        case UsageRecorded():
            return usage_recorded(event)
        case _:
            assert_never(event)
