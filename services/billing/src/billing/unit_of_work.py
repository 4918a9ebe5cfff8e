"""One transaction over all that billing keeps, in PostgreSQL: the repositories of every area."""

from functools import partial

from billing.accounts.storage.accounts import Above, AccountTable
from billing.accounts.storage.balance_books import BookTable
from billing.accounts.storage.finding import found_by
from billing.accounts.storage.former import FormerTable
from billing.accounts.storage.held import written_in_part
from billing.accounts.storage.plans import PlanTable
from billing.accounts.wire import events as of_accounts
from billing.allowances.storage.allowances import AllowanceTables
from billing.catalogue.storage.catalogues import CatalogueCopy, CatalogueTable
from billing.charging.storage.charged import ChargedTable
from billing.charging.storage.reservations import ACCOUNT_OF, ReservationTable
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
from runtime.database.unit_of_work import UnitOfWork
from runtime.messaging.outbox import Outbox, Outgoing

_OUTGOING = {
    **of_accounts.OUTGOING,
    **of_ledger.OUTGOING,
    **of_rating.OUTGOING,
    **of_charging.OUTGOING,
    **of_packs.OUTGOING,
    **of_payments.OUTGOING,
}

ABOVE_ACCOUNTS = Above(with_payable, by_reservation=found_by(ACCOUNT_OF))


def allowances_of(database: Database) -> AllowanceTables:
    """Return them, telling accounts what they write of one."""
    return AllowanceTables(database, account_written=partial(written_in_part, database))


def outgoing_of(event: Event) -> Outgoing:
    """Return what is to be said, keyed by the thing whose order matters."""
    return _OUTGOING[type(event)](event)


class BillingUnitOfWork(UnitOfWork[Event]):
    """For one act at a time: it sees the same versions of the catalogue to its end."""

    def __init__(self, database: Database, *, outbox: Outbox, copy: CatalogueCopy) -> None:
        super().__init__(database, publisher=outbox.publisher(outgoing_of))
        self.accounts = AccountTable(database, above=ABOVE_ACCOUNTS)
        self.former = FormerTable(database, self.accounts)
        self.plans = PlanTable(database)
        self.books = BookTable(database)
        self.ledger = LedgerTables(database)
        self.adjustments = AdjustmentTable(database)
        self.alone = AloneTable(database)
        self.catalogues = CatalogueTable(database, copy)
        self.credit_control = StandingControl(self.catalogues)
        self.allowances = allowances_of(database)
        self.usage = UsageTable(database)
        self.counters = CounterTable(database)
        self.differences = DifferenceTable(database)
        self.charged = ChargedTable(database)
        self.reservations = ReservationTable(database)
        self.payments = PaymentTable(database)
        self.vouchers = VoucherTable(database)
        self.top_ups = TopUpTable(database)
