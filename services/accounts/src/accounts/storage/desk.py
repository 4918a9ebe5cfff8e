"""One transaction over all that accounts owns, in PostgreSQL."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from types import TracebackType
from typing import Any, Self

from accounts.domain.events import Event
from accounts.domain.phone_number import PhoneNumber
from accounts.domain.steps import Errand
from accounts.storage.audit import AuditTable
from accounts.storage.customers import CustomerTable, PlaceTable
from accounts.storage.facts import read_facts
from accounts.storage.proofs import ProofTable
from accounts.storage.safe import Safe
from accounts.storage.stock import StockTables
from accounts.storage.subscribers import SubscriberTables
from accounts.usecases.ports import (
    Audit,
    Customers,
    Facts,
    FactsAsked,
    Places,
    Proofs,
    Steps,
    Stock,
    Subscribers,
)
from runtime.database.database import Database
from runtime.database.step_log import (
    carry_out_once,
    carry_out_stage_once,
    take_back_once,
    take_back_stage_once,
)
from runtime.database.timers import schedule
from runtime.messaging.outbox import Outbox, Outgoing

QUARANTINE = "number_quarantine"
"""The timer that ends a number's rest; its key is the MSISDN."""


class StepTable:
    """The runtime's memory of steps."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def carry_out_once(self, errand: Errand) -> bool:
        async with self._database.transaction() as connection:
            return await carry_out_once(connection, errand.order_id, errand.step_no, errand.digest)

    async def take_back_once(self, errand: Errand) -> bool:
        async with self._database.transaction() as connection:
            return await take_back_once(connection, errand.order_id, errand.step_no)

    async def are_new(self, order_id: str, digests: Mapping[int, str]) -> frozenset[int]:
        async with self._database.transaction() as connection:
            return await carry_out_stage_once(connection, order_id, digests)

    async def are_to_be_undone(self, order_id: str, numbers: Sequence[int]) -> frozenset[int]:
        async with self._database.transaction() as connection:
            return await take_back_stage_once(connection, order_id, numbers)


class PostgresDesk:
    """For one caller at a time; a transaction it is opened in is joined."""

    def __init__(
        self,
        database: Database,
        *,
        outbox: Outbox,
        safe: Safe,
        outgoing: Callable[[Event], Outgoing],
    ) -> None:
        self._database = database
        self._outbox = outbox
        self._safe = safe
        self._outgoing = outgoing
        self._open: AbstractAsyncContextManager[Any] | None = None
        self.customers: Customers = CustomerTable(database, safe)
        self.places: Places = PlaceTable(database)
        self.proofs: Proofs = ProofTable(database)
        self.stock: Stock = StockTables(database)
        self.subscribers: Subscribers = SubscriberTables(database)
        self.steps: Steps = StepTable(database)
        self.audit: Audit = AuditTable(database, safe)

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

    async def facts(self, asked: FactsAsked) -> Facts:
        return await read_facts(asked, database=self._database, safe=self._safe)

    async def say(self, event: Event) -> None:
        async with self._database.transaction() as connection:
            await self._outbox.put(connection, [self._outgoing(event)], now=event.at)

    async def let_rest(self, number: PhoneNumber) -> None:
        if number.quarantined_until is not None:
            async with self._database.transaction() as connection:
                due_at = number.quarantined_until
                await schedule(connection, QUARANTINE, number.msisdn.value, due_at)
