"""Builds billing and connects its doors."""

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

from billing.accounts.edge.listeners import listeners
from billing.accounts.ports import Desk
from billing.catalogue.storage.catalogues import CatalogueCopy
from billing.charging.edge.charging import ChargingServicer
from billing.charging.edge.reservations import ExpiringReservations
from billing.charging.edge.waiting import WaitingGauge, WaitingUsageServicer
from billing.charging.storage.waiting import WaitingTable
from billing.charging.usecases.reserve_units import GrantTerms
from billing.ledger.domain.approval import ApprovalLimits, CreditApproval
from billing.lifecycle.storage.reads import PostgresReads
from billing.payments.clients.signing_provider import SigningProvider
from billing.payments.domain.payment import PaymentLimits
from billing.payments.edge.terms import Terms
from billing.payments.edge.top_ups import TopUpParts, TopUpServicer
from billing.payments.edge.voucher_releases import VoucherServicer
from billing.payments.ports.providers import PaymentProviders
from billing.payments.storage.history import PostgresHistory
from billing.payments.usecases.ask_top_up import TopUpTerms
from billing.rating.edge.trial import CatalogueServicer
from billing.rating.storage.trial import PostgresTrial
from billing.settings import BillingSettings
from billing.steps.edge.commands import CommandServicer
from billing.steps.edge.questions import QuestionServicer
from billing.steps.edge.stages import StepServicer
from billing.steps.edge.timers import DueActs, timers
from billing.steps.wire.events import outgoing_of
from billing.unit_of_work import PostgresDesk
from boss.billing.v1.catalogue_pb2_grpc import add_CatalogueServiceServicer_to_server
from boss.billing.v1.charging_pb2_grpc import add_ChargingServiceServicer_to_server
from boss.billing.v1.commands_pb2_grpc import add_CommandServiceServicer_to_server
from boss.billing.v1.questions_pb2_grpc import add_QuestionServiceServicer_to_server
from boss.billing.v1.steps_pb2_grpc import add_StepServiceServicer_to_server
from boss.billing.v1.top_ups_pb2_grpc import add_TopUpServiceServicer_to_server
from boss.billing.v1.vouchers_pb2_grpc import add_VoucherServiceServicer_to_server
from boss.billing.v1.waiting_pb2_grpc import add_WaitingUsageServiceServicer_to_server
from kernel.clock import SystemClock
from kernel.money import fen
from runtime.database.retention import Kept
from runtime.errors import Misconfigured
from runtime.guessing import Guessing
from runtime.host.doors import Parts, Plumbing, Service

KEY_OCTETS = 32
DAYS_OF_SUMS = 31
"""How long sums of what was moved alone are kept; only those of today are asked for."""


def build(plumbing: Plumbing[BillingSettings]) -> Parts:
    """Build what answers, what listens and what is due."""
    database, clock, copy = plumbing.database, plumbing.clock, CatalogueCopy()
    terms = terms_of(plumbing.settings)

    def desks() -> Desk:
        return PostgresDesk(database, outbox=plumbing.outbox, mapper=outgoing_of, copy=copy)

    providers = providers_of(plumbing.settings)
    questions = QuestionServicer(
        PostgresReads(database, copy=copy),
        history=PostgresHistory(database),
        desks=desks,
        clock=clock,
        providers=providers,
    )
    guessing = Guessing(database, plumbing.settings)
    commands = CommandServicer(database, desks=desks, clock=clock, terms=terms, guessing=guessing)
    grants = grants_of(plumbing.settings)
    charging = ChargingServicer(database, desks=desks, clock=clock, terms=grants)
    waiting = WaitingTable(database)
    asking = TopUpParts(
        desks=desks,
        clock=clock,
        machine=SystemClock(),
        terms=top_up_terms_of(plumbing.settings, terms.limits),
        providers=providers,
    )
    trying = CatalogueServicer(PostgresTrial(database, copy=copy), clock=clock, terms=terms)
    return Parts(
        servicers=[
            (add_QuestionServiceServicer_to_server, questions),
            (add_CommandServiceServicer_to_server, commands),
            (add_ChargingServiceServicer_to_server, charging),
            (add_CatalogueServiceServicer_to_server, trying),
            (add_TopUpServiceServicer_to_server, TopUpServicer(database, asking)),
            (
                add_WaitingUsageServiceServicer_to_server,
                WaitingUsageServicer(database, waiting, desks=desks, clock=clock),
            ),
            (add_VoucherServiceServicer_to_server, VoucherServicer(database, desks, clock)),
            (add_StepServiceServicer_to_server, StepServicer(desks, clock)),
        ],
        listeners=listeners(desks, clock, ahead=grants.ahead),
        works=(
            timers(DueActs(desks, clock, grants.ahead), database),
            ExpiringReservations(desks, clock=clock, terms=grants),
            WaitingGauge(waiting),
        ),
        keeps=keeps_of(plumbing.settings),
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


def grants_of(settings: BillingSettings) -> GrantTerms:
    """Return how long money is kept aside."""
    return GrantTerms(
        validity=timedelta(seconds=settings.reservation_seconds),
        hold=timedelta(days=settings.reservation_hold_days),
        ahead=timedelta(seconds=settings.switch_clock_ahead_seconds),
    )


def terms_of(settings: BillingSettings) -> Terms:
    """Return what the operator has decided. Raises Misconfigured, which says what to do."""
    limits = PaymentLimits(fen(settings.online_payment_least), fen(settings.online_payment_most))
    key_file = settings.voucher_key_file
    key = read_voucher_key(key_file) if key_file else b""
    kept = timedelta(days=settings.keep_use_counts_days)
    approval = ApprovalLimits(
        at_once=fen(settings.approval_limit),
        of_person=fen(settings.approval_limit_of_person),
        of_account=fen(settings.approval_limit_of_account),
    )
    credit = CreditApproval(
        at_most=fen(settings.credit_limit_alone),
        of_person=fen(settings.credit_limits_of_person),
    )
    alone = fen(settings.vouchers_alone)
    return Terms(limits, approval, credit, vouchers_alone=alone, use_kept=kept, voucher_key=key)


def top_up_terms_of(settings: BillingSettings, limits: PaymentLimits) -> TopUpTerms:
    """Return how top-ups are asked for; the provider named first collects them."""
    return TopUpTerms(
        limits=limits,
        provider=next(iter(settings.payment_providers), ""),
        validity=timedelta(minutes=settings.top_up_minutes),
        most_pending=settings.top_ups_pending,
    )


def providers_of(settings: BillingSettings) -> PaymentProviders:
    """Return the payment providers there are. Raises Misconfigured, which says what to do."""
    named = settings.payment_providers.items()
    return {
        name: SigningProvider(
            name=name,
            page=told.page,
            keys=_read_keys(told.key_file, f"key_file of {name} in BOSS_PAYMENT_PROVIDERS"),
            tolerance=settings.notification_seconds,
        )
        for name, told in named
    }


def read_voucher_key(path: Path) -> bytes:
    """Read the key that seals the codes of vouchers. Raises Misconfigured."""
    what = "BOSS_VOUCHER_KEY_FILE"
    keys = _read_keys(path, what)
    if len(keys) > 1:
        raise Misconfigured(f"{what} must hold one key: what it sealed cannot be sealed again.")
    return keys[0]


def _read_keys(path: Path, what: str) -> Sequence[bytes]:
    try:
        keys = [bytes.fromhex(word) for word in path.read_text().split()]
    except OSError as problem:
        raise Misconfigured(f"{what} cannot be read: {problem}.") from problem
    except ValueError:
        keys = []
    if not keys or any(len(key) != KEY_OCTETS for key in keys):
        raise Misconfigured(f"{what} must hold a key of 64 hexadecimal digits.")
    return keys


SERVICE = Service(name="billing", settings_type=BillingSettings, build=build)
