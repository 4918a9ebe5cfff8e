"""Builds accounts and connects its doors."""

from datetime import timedelta

from accounts.audit.edge.listeners import audit_listener
from accounts.audit.edge.questions import AuditQuestions
from accounts.audit.edge.recording import lock_teller, recorder
from accounts.audit.edge.texts import AuditTextServicer, OwnTexts
from accounts.audit.storage import SealedTexts
from accounts.customers.domain.ages import Ages
from accounts.customers.domain.customer import MarketCodes
from accounts.customers.edge.commands import CustomerCommands
from accounts.customers.edge.paper_forms import PaperForms
from accounts.customers.edge.questions import CustomerQuestions
from accounts.customers.storage.key_file import read_blind_key, read_personal_keys
from accounts.customers.storage.paper_forms import NOT_INDEXED, PaperFormTable
from accounts.customers.storage.resealing import SealedCustomers
from accounts.customers.storage.safe import Safe
from accounts.facts.edge import FactQuestions
from accounts.proofs.clients.texting import FIRST_PASSWORD, TextedCodes
from accounts.proofs.domain.one_time_code import CodePolicy
from accounts.proofs.domain.service_password import PasswordPolicy
from accounts.proofs.edge.codes import CodeServicer
from accounts.proofs.edge.commands import ProofCommands
from accounts.proofs.edge.counting import Counting
from accounts.proofs.edge.first_passwords import FirstPasswords
from accounts.proofs.edge.passwords import PasswordServicer
from accounts.proofs.edge.questions import ProofQuestions
from accounts.proofs.edge.remembering import Remembering
from accounts.proofs.storage.code_making import KeyedCodes
from accounts.proofs.storage.hashing import KeyedHashing
from accounts.proofs.storage.representatives import SealedRepresentatives
from accounts.proofs.usecases.send_code import CodeRules
from accounts.proofs.usecases.try_password import Rules
from accounts.settings import AccountsSettings
from accounts.steps.edge import StepCommands, StepServicer
from accounts.stock.domain.phone_number import HOLD_ENDS, QUARANTINE_ENDS
from accounts.stock.edge.commands import StockCommands
from accounts.stock.edge.numbers import NumberServicer
from accounts.stock.edge.questions import StockQuestions
from accounts.stock.edge.timers import end_of_hold, end_of_quarantine
from accounts.subscribers.edge import SubscriberQuestions, plan_listener
from accounts.unit_of_work import Limits, UnitOfWork
from boss.accounts.v1.audit_texts_pb2_grpc import add_AuditTextServiceServicer_to_server
from boss.accounts.v1.codes_pb2_grpc import add_CodeServiceServicer_to_server
from boss.accounts.v1.commands_pb2_grpc import (
    CommandServiceServicer,
    add_CommandServiceServicer_to_server,
)
from boss.accounts.v1.numbers_pb2_grpc import add_NumberServiceServicer_to_server
from boss.accounts.v1.passwords_pb2_grpc import add_PasswordServiceServicer_to_server
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
    limits = Limits(settings.most_numbers, password_policy(settings), settings.unlockings_a_day)
    uow = UnitOfWork(database, outbox=plumbing.outbox, safe=safe, limits=limits)
    due = {QUARANTINE_ENDS: end_of_quarantine(uow), HOLD_ENDS: end_of_hold(uow)}
    return Parts(
        servicers=[
            (add_AuditTextServiceServicer_to_server, AuditTextServicer(uow)),
            (add_QuestionServiceServicer_to_server, questions(plumbing, uow)),
            (add_CommandServiceServicer_to_server, commands(plumbing, uow)),
            (add_PasswordServiceServicer_to_server, passwords(plumbing, uow, safe)),
            (add_CodeServiceServicer_to_server, codes(plumbing, uow, safe)),
            (add_StepServiceServicer_to_server, StepServicer(uow, clock)),
            (add_NumberServiceServicer_to_server, numbers(plumbing, uow)),
        ],
        listeners=[audit_listener(uow), plan_listener(uow, clock)],
        sealed=[
            SealedCustomers(database, safe),
            SealedRepresentatives(database, safe),
            SealedTexts(database, safe.keys.current),
        ],
        texts=OwnTexts(uow),
        standings=[NOT_INDEXED],
        works=[
            Timers(due, database, clock),
            PaperForms(PaperFormTable(database, safe)),
            first_passwords(plumbing, uow),
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
        FactQuestions(
            uow, clock, ages=ages_of(plumbing), most_numbers=plumbing.settings.most_numbers
        ),
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
        ProofCommands(uow, answering, guessing, ages=ages_of(plumbing), clock=clock),
        StepCommands(uow, clock),
    )


def ages_of(plumbing: Plumbing[AccountsSettings]) -> Ages:
    """Return how old somebody must be here."""
    settings = plumbing.settings
    return Ages(guardian_until=settings.guardian_until_years, of_age=settings.of_age_years)


def numbers(plumbing: Plumbing[AccountsSettings], uow: UnitOfWork) -> NumberServicer:
    """Put together who answers about numbers before there is an order."""
    clock = plumbing.clock
    answering = AuditedAnswering(plumbing.database, recorder(uow, clock))
    lasts = timedelta(minutes=plumbing.settings.number_hold_minutes)
    return NumberServicer(uow, answering, clock, lasts=lasts)


def passwords(
    plumbing: Plumbing[AccountsSettings], uow: UnitOfWork, safe: Safe
) -> PasswordServicer:
    """Put together who answers about service passwords."""
    settings, clock = plumbing.settings, plumbing.clock
    hashing = KeyedHashing(safe.blind_key)
    counting = counting_of(plumbing, uow, hashing)
    rules = Rules(hashing, password_policy(settings))
    return PasswordServicer(uow, rules, counting, clock=clock)


def password_policy(settings: AccountsSettings) -> PasswordPolicy:
    """Return what passwords go by here."""
    return PasswordPolicy(
        tries_a_day=settings.password_tries_a_day,
        changes_a_month=settings.password_changes_a_month,
        good_for=timedelta(days=settings.password_days),
    )


def first_passwords(plumbing: Plumbing[AccountsSettings], uow: UnitOfWork) -> FirstPasswords:
    """Put together who tells new numbers their first password."""
    sending = TextedCodes(plumbing.channels, template=FIRST_PASSWORD)
    return FirstPasswords(uow, uow.untold_passwords, sending)


def codes(plumbing: Plumbing[AccountsSettings], uow: UnitOfWork, safe: Safe) -> CodeServicer:
    """Put together who answers about one-time codes."""
    settings, clock = plumbing.settings, plumbing.clock
    policy = CodePolicy(
        good_for=timedelta(seconds=settings.code_seconds),
        sent_a_day=settings.codes_a_day,
        tries=settings.code_tries,
    )
    rules = CodeRules(KeyedCodes(safe.blind_key), TextedCodes(plumbing.channels), policy)
    counting = counting_of(plumbing, uow, KeyedHashing(safe.blind_key))
    return CodeServicer(uow, rules, counting, clock=clock)


def counting_of(
    plumbing: Plumbing[AccountsSettings], uow: UnitOfWork, hashing: KeyedHashing
) -> Counting:
    """Build what counts tries of secrets, and answers once without them."""
    answering = AuditedAnswering(plumbing.database, recorder(uow, plumbing.clock))
    return Counting(guessing_of(plumbing, uow), Remembering(answering, hashing.blinded))


def guessing_of(plumbing: Plumbing[AccountsSettings], uow: UnitOfWork) -> AuditedGuessing:
    """Build what counts wrong tries and records its locks."""
    guessing = Guessing(plumbing.database, plumbing.settings)
    return AuditedGuessing(guessing, lock_teller(uow, plumbing.clock))


SERVICE = Service(name="accounts", settings_type=AccountsSettings, build=build)
