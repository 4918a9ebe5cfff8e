"""Builds billing and connects its doors."""

from datetime import timedelta

from billing.domain.payment import PaymentLimits
from billing.edge.charging import ChargingServicer
from billing.edge.commands import CommandServicer
from billing.edge.listeners import listeners
from billing.edge.questions import QuestionServicer
from billing.edge.reservations import ExpiringReservations
from billing.edge.timers import timers
from billing.settings import BillingSettings
from billing.storage.catalogues import CatalogueCopy
from billing.storage.desk import PostgresDesk
from billing.storage.history import PostgresHistory
from billing.storage.reads import PostgresReads
from billing.usecases.ports import Desk
from billing.usecases.reserve_units import Terms
from billing.wire.events import outgoing_of
from boss.billing.v1.charging_pb2_grpc import add_ChargingServiceServicer_to_server
from boss.billing.v1.commands_pb2_grpc import add_CommandServiceServicer_to_server
from boss.billing.v1.questions_pb2_grpc import add_QuestionServiceServicer_to_server
from kernel.money import fen
from runtime.doors import Parts, Plumbing, Service


def build(plumbing: Plumbing[BillingSettings]) -> Parts:
    """Build what answers, what listens and what is due."""
    database, clock, copy = plumbing.database, plumbing.clock, CatalogueCopy()
    limits = PaymentLimits(
        fen(plumbing.settings.online_payment_least), fen(plumbing.settings.online_payment_most)
    )

    def desks() -> Desk:
        return PostgresDesk(database, outbox=plumbing.outbox, mapper=outgoing_of, copy=copy)

    questions = QuestionServicer(
        PostgresReads(database, copy=copy),
        history=PostgresHistory(database),
        desks=desks,
        clock=clock,
    )
    commands = CommandServicer(database, desks=desks, clock=clock, limits=limits)
    terms = terms_of(plumbing.settings)
    charging = ChargingServicer(database, desks=desks, clock=clock, terms=terms)
    return Parts(
        servicers=[
            (add_QuestionServiceServicer_to_server, questions),
            (add_CommandServiceServicer_to_server, commands),
            (add_ChargingServiceServicer_to_server, charging),
        ],
        listeners=listeners(desks, clock),
        works=(
            *timers(desks, database, clock),
            ExpiringReservations(desks, clock=clock, terms=terms),
        ),
    )


def terms_of(settings: BillingSettings) -> Terms:
    """Return how long money is kept aside."""
    return Terms(
        validity=timedelta(seconds=settings.reservation_seconds),
        hold=timedelta(days=settings.reservation_hold_days),
    )


SERVICE = Service(name="billing", settings_type=BillingSettings, build=build)
