"""Builds accounts and connects its doors."""

from accounts.audit.edge.listeners import audit_listener
from accounts.audit.edge.questions import AuditQuestions
from accounts.audit.edge.recording import lock_teller, recorder
from accounts.audit.edge.texts import AuditTextServicer, OwnTexts
from accounts.audit.storage import SealedTexts
from accounts.customers.domain.customer import MarketCodes
from accounts.customers.edge.commands import CustomerCommands
from accounts.customers.edge.paper_forms import PaperForms
from accounts.customers.edge.questions import CustomerQuestions
from accounts.customers.storage.key_file import read_blind_key, read_personal_keys
from accounts.customers.storage.paper_forms import PaperFormTable
from accounts.customers.storage.resealing import SealedCustomers
from accounts.customers.storage.safe import Safe
from accounts.facts.edge import FactQuestions
from accounts.proofs.edge.commands import ProofCommands
from accounts.proofs.edge.questions import ProofQuestions
from accounts.settings import AccountsSettings
from accounts.steps.edge import StepCommands, StepServicer
from accounts.stock.domain.phone_number import HOLD_ENDS, QUARANTINE_ENDS
from accounts.stock.edge.commands import StockCommands
from accounts.stock.edge.numbers import NumberServicer
from accounts.stock.edge.questions import StockQuestions
from accounts.stock.edge.timers import end_of_hold, end_of_quarantine
from accounts.subscribers.edge import SubscriberQuestions
from accounts.unit_of_work import UnitOfWork
from boss.accounts.v1.audit_texts_pb2_grpc import add_AuditTextServiceServicer_to_server
from boss.accounts.v1.commands_pb2_grpc import (
    CommandServiceServicer,
    add_CommandServiceServicer_to_server,
)
from boss.accounts.v1.numbers_pb2_grpc import add_NumberServiceServicer_to_server
from boss.accounts.v1.questions_pb2_grpc import (
    QuestionServiceServicer,
    add_QuestionServiceServicer_to_server,
)
from boss.accounts.v1.steps_pb2_grpc import add_StepServiceServicer_to_server
from runtime.guessing import AuditedGuessing, Guessing
from runtime.host.doors import Parts, Plumbing, Service
from runtime.jobs.timers import Timers
from runtime.rpc.audited import AuditedAnswering
from runtime.rpc.parts import together


def build(plumbing: Plumbing[AccountsSettings]) -> Parts:
    """Build what answers, listens and is due."""
    settings, database, clock = plumbing.settings, plumbing.database, plumbing.clock
    safe = Safe(
        read_personal_keys(settings.personal_data_key_file),
        read_blind_key(settings.blind_index_key_file),
    )
    uow = UnitOfWork(database, outbox=plumbing.outbox, safe=safe)
    due = {QUARANTINE_ENDS: end_of_quarantine(uow), HOLD_ENDS: end_of_hold(uow)}
    answering = AuditedAnswering(database, recorder(uow, clock))
    return Parts(
        servicers=[
            (add_AuditTextServiceServicer_to_server, AuditTextServicer(uow)),
            (add_QuestionServiceServicer_to_server, questions(plumbing, uow)),
            (add_CommandServiceServicer_to_server, commands(plumbing, uow)),
            (add_StepServiceServicer_to_server, StepServicer(uow, clock)),
            (add_NumberServiceServicer_to_server, NumberServicer(uow, answering, clock)),
        ],
        listeners=[audit_listener(uow)],
        sealed=[SealedCustomers(database, safe), SealedTexts(database, safe.keys.current)],
        texts=OwnTexts(uow),
        works=[
            Timers(due, database, clock),
            PaperForms(PaperFormTable(database, safe)),
        ],
    )


def questions(plumbing: Plumbing[AccountsSettings], uow: UnitOfWork) -> object:
    """Put together what is asked, area by area."""
    clock = plumbing.clock
    return together(
        QuestionServiceServicer,
        AuditQuestions(uow),
        StockQuestions(uow),
        CustomerQuestions(uow, clock, guessing_of(plumbing, uow)),
        SubscriberQuestions(uow),
        ProofQuestions(uow, clock),
        FactQuestions(uow),
    )


def commands(plumbing: Plumbing[AccountsSettings], uow: UnitOfWork) -> object:
    """Put together what is commanded, area by area."""
    settings, database, clock = plumbing.settings, plumbing.database, plumbing.clock
    answering = AuditedAnswering(database, recorder(uow, clock))
    guessing = guessing_of(plumbing, uow)
    codes = MarketCodes(settings.segments, settings.regions)
    return together(
        CommandServiceServicer,
        StockCommands(uow, answering),
        CustomerCommands(uow, answering, guessing, clock=clock, codes=codes),
        ProofCommands(uow, answering, guessing, clock=clock),
        StepCommands(uow, clock),
    )


def guessing_of(plumbing: Plumbing[AccountsSettings], uow: UnitOfWork) -> AuditedGuessing:
    """Build what counts wrong tries and records its locks."""
    guessing = Guessing(plumbing.database, plumbing.settings)
    return AuditedGuessing(guessing, lock_teller(uow, plumbing.clock))


SERVICE = Service(name="accounts", settings_type=AccountsSettings, build=build)
