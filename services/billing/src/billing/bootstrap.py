"""Builds billing and connects its doors."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Self

from billing.accounts.domain.due import DUE_ORDER
from billing.accounts.edge.listeners import listeners as account_listeners
from billing.accounts.edge.questions import AccountQuestions
from billing.accounts.storage.accounts import AccountTable
from billing.accounts.storage.customers import CustomerTable
from billing.accounts.storage.finding import subscriber_beside
from billing.accounts.storage.reads import AccountReadTables, Listing
from billing.allowances.edge.questions import AllowanceQuestions
from billing.catalogue.edge.commands import CatalogueCommands
from billing.catalogue.edge.questions import CatalogueQuestions
from billing.catalogue.storage.catalogues import (
    NEWEST,
    CatalogueCopy,
    DocumentTable,
    NewestCatalogues,
)
from billing.charging.edge.charging import ChargingServicer
from billing.charging.edge.listeners import listeners as charging_listeners
from billing.charging.edge.reservations import ExpiringReservations
from billing.charging.edge.timers import handlers as charging_timers
from billing.charging.edge.usage import UsageCommands
from billing.charging.edge.waiting import WaitingGauge, WaitingUsageServicer
from billing.charging.storage.reservations import ReservationTable
from billing.credit.edge.credit import CreditCommands
from billing.credit.edge.questions import BalanceQuestions
from billing.credit.edge.timers import handlers as credit_timers
from billing.ledger.edge.questions import LedgerQuestions
from billing.ledger.storage.adjustments import AdjustmentTable
from billing.ledger.storage.ledger import LedgerTables
from billing.ledger.storage.payable import OWED_BACK
from billing.lifecycle.edge.timers import handlers as lifecycle_timers
from billing.packs.edge.packs import PackCommands
from billing.packs.edge.timers import handlers as pack_timers
from billing.payments.clients.signing_provider import SigningProvider
from billing.payments.edge.adjustments import AdjustmentCommands
from billing.payments.edge.books import BookCommands
from billing.payments.edge.payments import PaymentCommands
from billing.payments.edge.questions import PaymentQuestions
from billing.payments.edge.terms import VoucherTerms
from billing.payments.edge.timers import handlers as payment_timers
from billing.payments.edge.top_ups import TopUpParts, TopUpServicer
from billing.payments.edge.voucher_releases import VoucherServicer
from billing.payments.edge.vouchers import VoucherCommands
from billing.payments.ports.providers import PaymentProviders
from billing.payments.storage.history import PaymentHistoryTables
from billing.rating.edge.questions import UsageQuestions
from billing.rating.edge.trial import CatalogueServicer
from billing.rating.ports.trial import Trial
from billing.rating.storage.differences import DifferenceTable
from billing.rating.storage.history import UsageHistoryTables
from billing.rating.storage.openings import OpeningTable
from billing.rating.storage.waiting import WaitingTable
from billing.rating.usecases.judge_records import Ahead
from billing.settings import (
    BillingSettings,
    ahead_of,
    approval_of,
    credit_approval_of,
    grants_of,
    payment_limits_of,
    read_keys,
    read_voucher_key,
    top_up_terms_of,
    use_kept_of,
)
from billing.steps.edge.facts import FactQuestions
from billing.steps.edge.orders import StepCommands
from billing.steps.edge.stages import StepServicer
from billing.steps.ports import UnitOfWork
from billing.steps.storage.facts import FactTables
from billing.unit_of_work import ABOVE_ACCOUNTS, BillingUnitOfWork, allowances_of
from boss.billing.v1.catalogue_pb2_grpc import add_CatalogueServiceServicer_to_server
from boss.billing.v1.charging_pb2_grpc import add_ChargingServiceServicer_to_server
from boss.billing.v1.commands_pb2_grpc import add_CommandServiceServicer_to_server
from boss.billing.v1.questions_pb2_grpc import add_QuestionServiceServicer_to_server
from boss.billing.v1.steps_pb2_grpc import add_StepServiceServicer_to_server
from boss.billing.v1.top_ups_pb2_grpc import add_TopUpServiceServicer_to_server
from boss.billing.v1.vouchers_pb2_grpc import add_VoucherServiceServicer_to_server
from boss.billing.v1.waiting_pb2_grpc import add_WaitingUsageServiceServicer_to_server
from kernel.clock import Clock, SystemClock
from kernel.money import fen
from runtime.database.database import Database
from runtime.database.retention import Kept
from runtime.guessing import Guessing
from runtime.host.doors import Parts, Plumbing, Service
from runtime.jobs.timers import Handler, Timers
from runtime.rpc.joined import Joined

DAYS_OF_SUMS = 31
"""How long sums of what was moved alone are kept; only those of today are asked for."""


def build(plumbing: Plumbing[BillingSettings]) -> Parts:
    """Build what answers, what listens and what is due."""
    database, clock, copy = plumbing.database, plumbing.clock, CatalogueCopy()
    settings = plumbing.settings

    def new_uow() -> UnitOfWork:
        return BillingUnitOfWork(database, outbox=plumbing.outbox, copy=copy)

    reads = Reads.of(database, copy)
    grants = grants_of(settings)
    waiting = WaitingTable(database)
    return Parts(
        servicers=[
            (add_QuestionServiceServicer_to_server, questions_of(plumbing, reads, new_uow)),
            (add_CommandServiceServicer_to_server, commands_of(plumbing, new_uow)),
            (
                add_ChargingServiceServicer_to_server,
                ChargingServicer(database, new_uow=new_uow, clock=clock, terms=grants),
            ),
            (
                add_CatalogueServiceServicer_to_server,
                CatalogueServicer(
                    reads.trial(database), clock=clock, use_kept=use_kept_of(settings)
                ),
            ),
            (
                add_TopUpServiceServicer_to_server,
                TopUpServicer(database, top_ups_of(plumbing, new_uow)),
            ),
            (
                add_WaitingUsageServiceServicer_to_server,
                WaitingUsageServicer(database, waiting, new_uow=new_uow, clock=clock),
            ),
            (add_VoucherServiceServicer_to_server, VoucherServicer(database, new_uow, clock)),
            (add_StepServiceServicer_to_server, StepServicer(new_uow, clock)),
        ],
        listeners=(
            *charging_listeners(new_uow, clock, ahead=ahead_of(settings)),
            *account_listeners(new_uow, clock),
        ),
        works=(
            Timers(due_acts(new_uow, clock, ahead=ahead_of(settings)), database, clock),
            ExpiringReservations(new_uow, clock=clock, terms=grants),
            WaitingGauge(waiting),
        ),
        keeps=keeps_of(settings),
    )


def due_acts(
    new_uow: Callable[[], UnitOfWork], clock: Clock, *, ahead: Ahead
) -> Mapping[str, Handler]:
    """Return what every area does at its time, in the order of what is due at one moment."""
    acts = {
        **charging_timers(new_uow, clock, ahead=ahead),
        **pack_timers(new_uow),
        **credit_timers(new_uow),
        **payment_timers(new_uow),
        **lifecycle_timers(new_uow),
    }
    return {name: acts[name] for name in DUE_ORDER}


@dataclass(frozen=True, slots=True)
class Reads:
    """What answers questions, without a transaction."""

    accounts: AccountReadTables
    customers: CustomerTable
    catalogues: NewestCatalogues
    facts: FactTables

    @classmethod
    def of(cls, database: Database, copy: CatalogueCopy) -> Self:
        accounts = AccountTable(database, above=ABOVE_ACCOUNTS)
        return cls(
            AccountReadTables(database, accounts, listing=Listing.of(OWED_BACK)),
            accounts.customers,
            NewestCatalogues(database, copy),
            FactTables(
                database,
                statement=subscriber_beside(NEWEST.scalar_subquery()),
                complete=accounts.complete,
                versions=copy,
            ),
        )

    def trial(self, database: Database) -> Trial:
        """Return what trying a catalogue reads."""
        return Trial(
            self.catalogues,
            DocumentTable(database),
            self.accounts,
            allowances_of(database),
            OpeningTable(database),
            DifferenceTable(database),
        )


def questions_of(
    plumbing: Plumbing[BillingSettings], reads: Reads, new_uow: Callable[[], UnitOfWork]
) -> Joined:
    """Return who answers questions, area by area."""
    database, clock, accounts = plumbing.database, plumbing.clock, reads.accounts
    return Joined(
        AccountQuestions(accounts),
        LedgerQuestions(
            LedgerTables(database), accounts=accounts, adjustments=AdjustmentTable(database)
        ),
        CatalogueQuestions(reads.catalogues, customers=reads.customers, clock=clock),
        AllowanceQuestions(allowances_of(database), accounts=accounts, clock=clock),
        UsageQuestions(
            UsageHistoryTables(database),
            accounts=accounts,
            catalogues=reads.catalogues,
            new_uow=new_uow,
            clock=clock,
        ),
        BalanceQuestions(
            accounts, reserved=ReservationTable(database), catalogues=reads.catalogues, clock=clock
        ),
        PaymentQuestions(
            PaymentHistoryTables(database),
            accounts=accounts,
            providers=providers_of(plumbing.settings),
        ),
        FactQuestions(reads.facts, clock=clock),
    )


def commands_of(plumbing: Plumbing[BillingSettings], new_uow: Callable[[], UnitOfWork]) -> object:
    """Return who carries out commands, area by area."""
    database, clock, settings = plumbing.database, plumbing.clock, plumbing.settings
    approval = approval_of(settings)
    return Joined(
        CatalogueCommands(database, new_uow=new_uow, clock=clock),
        UsageCommands(database, new_uow=new_uow, clock=clock, use_kept=use_kept_of(settings)),
        PackCommands(database, new_uow=new_uow, clock=clock),
        CreditCommands(database, new_uow=new_uow, clock=clock, limits=credit_approval_of(settings)),
        PaymentCommands(database, new_uow=new_uow, clock=clock, limits=payment_limits_of(settings)),
        BookCommands(database, new_uow=new_uow, clock=clock, limits=approval),
        AdjustmentCommands(database, new_uow=new_uow, clock=clock, limits=approval),
        VoucherCommands(
            database,
            new_uow=new_uow,
            clock=clock,
            guessing=Guessing(database, settings),
            terms=voucher_terms_of(settings),
        ),
        StepCommands(database, new_uow=new_uow, clock=clock),
    )


def top_ups_of(
    plumbing: Plumbing[BillingSettings], new_uow: Callable[[], UnitOfWork]
) -> TopUpParts:
    """Return what stands behind top-ups."""
    settings = plumbing.settings
    return TopUpParts(
        new_uow=new_uow,
        clock=plumbing.clock,
        machine=SystemClock(),
        terms=top_up_terms_of(settings, payment_limits_of(settings)),
        providers=providers_of(settings),
    )


def keeps_of(settings: BillingSettings) -> Sequence[Kept]:
    """Return what is kept for some days only; records and the ledger are kept for good."""
    counts, months = settings.keep_use_counts_days, settings.keep_charged_months_days
    return (
        Kept("class_of_use", "since", counts),
        Kept("month_of_use", "month", counts),
        Kept("charged_month", "month", months),
        Kept("moved_alone", "day", DAYS_OF_SUMS),
    )


def voucher_terms_of(settings: BillingSettings) -> VoucherTerms:
    """Return how vouchers are taken. Raises Misconfigured, which says what to do."""
    key_file = settings.voucher_key_file
    key = read_voucher_key(key_file) if key_file else b""
    return VoucherTerms(alone=fen(settings.vouchers_alone), key=key)


def providers_of(settings: BillingSettings) -> PaymentProviders:
    """Return the payment providers there are. Raises Misconfigured, which says what to do."""
    named = settings.payment_providers.items()
    return {
        name: SigningProvider(
            name=name,
            page=told.page,
            keys=read_keys(told.key_file, f"key_file of {name} in BOSS_PAYMENT_PROVIDERS"),
            tolerance=settings.notification_seconds,
        )
        for name, told in named
    }


SERVICE = Service(name="billing", settings_type=BillingSettings, build=build)
