"""Builds accounts and connects its doors."""

from accounts.domain.customer import MarketCodes
from accounts.edge.audit_texts import AuditTextServicer, OwnTexts
from accounts.edge.commands import CommandServicer
from accounts.edge.listeners import audit_listener
from accounts.edge.paper_forms import PaperForms
from accounts.edge.questions import QuestionServicer
from accounts.edge.steps import StepServicer
from accounts.edge.timers import end_of_quarantine
from accounts.settings import AccountsSettings
from accounts.storage.desk import QUARANTINE, PostgresDesk
from accounts.storage.key_file import read_blind_key, read_personal_keys
from accounts.storage.paper_forms import PaperFormTable
from accounts.storage.resealing import SealedCustomers, SealedTexts
from accounts.storage.safe import Safe
from accounts.usecases.ports import Desk
from accounts.wire.events import outgoing
from boss.accounts.v1.audit_texts_pb2_grpc import add_AuditTextServiceServicer_to_server
from boss.accounts.v1.commands_pb2_grpc import add_CommandServiceServicer_to_server
from boss.accounts.v1.questions_pb2_grpc import add_QuestionServiceServicer_to_server
from boss.accounts.v1.steps_pb2_grpc import add_StepServiceServicer_to_server
from runtime.guessing import Guessing
from runtime.host.doors import Parts, Plumbing, Service
from runtime.jobs.timers import Timers


def build(plumbing: Plumbing[AccountsSettings]) -> Parts:
    """Build what answers, listens and is due."""
    settings, database, clock = plumbing.settings, plumbing.database, plumbing.clock
    safe = Safe(
        read_personal_keys(settings.personal_data_key_file),
        read_blind_key(settings.blind_index_key_file),
    )

    def desks() -> Desk:
        return PostgresDesk(database, outbox=plumbing.outbox, safe=safe, outgoing=outgoing)

    guessing = Guessing(database, settings)
    codes = MarketCodes(settings.segments, settings.regions)
    return Parts(
        servicers=[
            (add_AuditTextServiceServicer_to_server, AuditTextServicer(desks)),
            (add_QuestionServiceServicer_to_server, QuestionServicer(desks, clock, guessing)),
            (
                add_CommandServiceServicer_to_server,
                CommandServicer(database, desks, clock, guessing, codes=codes),
            ),
            (add_StepServiceServicer_to_server, StepServicer(desks, clock)),
        ],
        listeners=[audit_listener(desks)],
        sealed=[SealedCustomers(database, safe), SealedTexts(database, safe)],
        texts=OwnTexts(desks),
        works=[
            Timers({QUARANTINE: end_of_quarantine(desks)}, database, clock),
            PaperForms(PaperFormTable(database, safe)),
        ],
    )


SERVICE = Service(name="accounts", settings_type=AccountsSettings, build=build)
