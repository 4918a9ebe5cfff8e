"""One transaction over all that billing keeps, in PostgreSQL: the repositories of every area."""

from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from datetime import datetime
from types import TracebackType
from typing import Any, Self

from billing.accounts.domain.step_ref import StepRef
from billing.accounts.storage.accounts import AccountTable
from billing.accounts.storage.balance_books import BookTable
from billing.accounts.wire import events as of_accounts
from billing.allowances.storage.allowances import AllowanceTables
from billing.catalogue.storage.catalogues import CatalogueCopy, CatalogueTable
from billing.charging.storage.charged import ChargedTable
from billing.charging.storage.reservations import ReservationTable
from billing.charging.wire import events as of_charging
from billing.credit.usecases.judge_standing import StandingControl
from billing.ledger.storage.adjustments import AdjustmentTable
from billing.ledger.storage.alone import AloneTable
from billing.ledger.storage.ledger import LedgerTables
from billing.ledger.storage.payable import with_payable
from billing.ledger.wire import events as of_ledger
from billing.packs.wire import events as of_packs
from billing.payments.domain.events import Event
from billing.payments.storage.payments import PaymentTable
from billing.payments.storage.top_ups import TopUpTable
from billing.payments.storage.vouchers import VoucherTable
from billing.payments.wire import events as of_payments
from billing.rating.storage.counters import CounterTable
from billing.rating.storage.differences import DifferenceTable
from billing.rating.storage.usage import UsageTable
from billing.rating.wire import events as of_rating
from runtime.database.database import Database
from runtime.jobs import timers
from runtime.jobs.steps import carry_out_once, take_back_once
from runtime.jobs.work import wake
from runtime.messaging.outbox import Outbox, Outgoing

_OUTGOING = {
    **of_accounts.OUTGOING,
    **of_ledger.OUTGOING,
    **of_rating.OUTGOING,
    **of_charging.OUTGOING,
    **of_packs.OUTGOING,
    **of_payments.OUTGOING,
}


def outgoing_of(event: Event) -> Outgoing:
    """Return what is to be said, keyed by the thing whose order matters."""
    return _OUTGOING[type(event)](event)


class TimerRows:
    """Timers of the runtime, in the transaction of the desk."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def schedule(self, name: str, *, key: str, at: datetime) -> None:
        async with self._database.transaction() as connection:
            await timers.schedule(connection, name, key, at)
        self._database.after_commit(_wake_timers)

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


class PostgresDesk:
    """For one act at a time; joins the transaction its task is in."""

    def __init__(self, database: Database, *, outbox: Outbox, copy: CatalogueCopy) -> None:
        self._database = database
        self._outbox = outbox
        self._open: AbstractAsyncContextManager[Any] | None = None
        self.accounts = AccountTable(database, with_payable=with_payable)
        self.books = BookTable(database)
        self.ledger = LedgerTables(database)
        self.adjustments = AdjustmentTable(database)
        self.alone = AloneTable(database)
        self.shelf = CatalogueTable(database, copy)
        self.credit_control = StandingControl(self.shelf)
        self.allowances = AllowanceTables(database)
        self.usage = UsageTable(database)
        self.counters = CounterTable(database)
        self.differences = DifferenceTable(database)
        self.charged = ChargedTable(database)
        self.reservations = ReservationTable(database)
        self.payments = PaymentTable(database)
        self.vouchers = VoucherTable(database)
        self.top_ups = TopUpTable(database)
        self.timers = TimerRows(database)
        self.steps = StepRows(database)

    async def say(self, events: Sequence[Event], *, now: datetime) -> None:
        """Put these into the outbox, in this order."""
        async with self._database.transaction() as connection:
            await self._outbox.put(connection, [outgoing_of(event) for event in events], now=now)

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


def _wake_timers() -> None:
    wake(timers.TIMERS)
