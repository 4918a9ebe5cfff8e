"""One transaction over all that billing keeps, in PostgreSQL."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import datetime
from functools import partial
from types import TracebackType
from typing import Any, Self

from billing.accounts.domain.events import Event
from billing.accounts.storage.accounts import AccountTable
from billing.catalogue.storage.catalogues import CatalogueCopy, CatalogueTable
from billing.charging.storage.reservations import ReservationTable
from billing.ledger.storage.adjustments import AdjustmentTable
from billing.ledger.storage.alone import AloneTable
from billing.ledger.storage.books import BookTable
from billing.ledger.storage.ledger import LedgerTables
from billing.lifecycle.domain.steps import StepRef
from billing.payments.storage.payments import PaymentTable
from billing.payments.storage.top_ups import TopUpTable
from billing.payments.storage.vouchers import VoucherTable
from billing.rating.storage.usage import UsageTable
from runtime.database import timers
from runtime.database.database import Database
from runtime.database.step_log import (
    carry_out_once,
    carry_out_stage_once,
    take_back_once,
    take_back_stage_once,
)
from runtime.messaging.outbox import Outbox, Outgoing
from runtime.wakes import wake_for

Mapper = Callable[[Event], Outgoing]


class TimerRows:
    """Timers of the runtime, in the transaction of the desk."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def schedule(self, name: str, *, key: str, at: datetime) -> None:
        async with self._database.transaction() as connection:
            await timers.schedule(connection, name, key, at)
        self._database.after_commit(partial(wake_for, timers.TIMERS, at))

    async def is_due(self, name: str, *, key: str, now: datetime) -> bool:
        async with self._database.reading() as connection:
            return await timers.is_due(connection, name, key, now)


class StepRows:
    """The runtime's memory of steps, in the transaction of the desk."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def is_new(self, ref: StepRef, *, digest: str) -> bool:
        async with self._database.transaction() as connection:
            return await carry_out_once(connection, ref.order_id, ref.step_no, digest)

    async def is_to_be_undone(self, ref: StepRef) -> bool:
        async with self._database.transaction() as connection:
            return await take_back_once(connection, ref.order_id, ref.step_no)

    async def are_new(self, order_id: str, digests: Mapping[int, str]) -> frozenset[int]:
        async with self._database.transaction() as connection:
            return await carry_out_stage_once(connection, order_id, digests)

    async def are_to_be_undone(self, order_id: str, numbers: Sequence[int]) -> frozenset[int]:
        async with self._database.transaction() as connection:
            return await take_back_stage_once(connection, order_id, numbers)


class Till:
    """Money that moves at somebody's word, in the transaction of the desk."""

    def __init__(self, database: Database) -> None:
        self.books = BookTable(database)
        self.vouchers = VoucherTable(database)
        self.adjustments = AdjustmentTable(database)
        self.top_ups = TopUpTable(database)
        self.alone = AloneTable(database)


class PostgresDesk:
    """For one act at a time; joins the transaction its task is in."""

    def __init__(
        self, database: Database, *, outbox: Outbox, mapper: Mapper, copy: CatalogueCopy
    ) -> None:
        self._database = database
        self._outbox = outbox
        self._mapper = mapper
        self._open: AbstractAsyncContextManager[Any] | None = None
        self.accounts = AccountTable(database)
        self.ledger = LedgerTables(database)
        self.payments = PaymentTable(database)
        self.till = Till(database)
        self.usage = UsageTable(database)
        self.reservations = ReservationTable(database)
        self.shelf = CatalogueTable(database, copy)
        self.timers = TimerRows(database)
        self.steps = StepRows(database)

    async def say(self, events: Sequence[Event], *, now: datetime) -> None:
        """Put these into the outbox, in this order."""
        async with self._database.transaction() as connection:
            await self._outbox.put(connection, [self._mapper(one) for one in events], now=now)

    async def __aenter__(self) -> Self:
        """Open a transaction, or join the one this task is in."""
        self._open = self._database.transaction()
        await self._open.__aenter__()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Commit, or roll back."""
        if self._open is not None:
            opened, self._open = self._open, None
            await opened.__aexit__(kind, error, trace)
