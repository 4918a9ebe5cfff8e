"""Builds provisioning and connects its doors."""

import secrets
from collections.abc import Callable, Sequence
from datetime import time, timedelta
from pathlib import Path

from boss.provisioning.v1.commands_pb2_grpc import add_CommandServiceServicer_to_server
from boss.provisioning.v1.puks_pb2_grpc import add_PukServiceServicer_to_server
from boss.provisioning.v1.questions_pb2_grpc import add_QuestionServiceServicer_to_server
from boss.provisioning.v1.records_pb2_grpc import add_RecordServiceServicer_to_server
from boss.provisioning.v1.steps_pb2_grpc import add_StepServiceServicer_to_server
from boss.provisioning.v1.texts_pb2_grpc import add_TextServiceServicer_to_server
from kernel.clock import Clock
from kernel.plan_of_china import numbering_plan
from provisioning.changes.edge.awaited_cards import AwaitedCards
from provisioning.changes.edge.commands import ChangeCommands
from provisioning.changes.edge.network_changes import NetworkChanges
from provisioning.changes.edge.orders_completed import listeners
from provisioning.changes.edge.questions import ChangeQuestions
from provisioning.changes.storage.reading import Readings
from provisioning.changes.storage.standing import HELD, WAITING
from provisioning.comparison.edge.commands import RepairCommands
from provisioning.comparison.edge.nightly_comparison import NightlyComparison
from provisioning.comparison.edge.questions import NetworkQuestions
from provisioning.comparison.storage import DIFFERENCES, ComparisonTable
from provisioning.elements.hlr.clients.driver import MmlHlr
from provisioning.elements.hlr.clients.sessions import Account, SessionPool
from provisioning.elements.hlr.storage import SeatTable
from provisioning.elements.network import Network
from provisioning.elements.ports import Element
from provisioning.elements.serving_node.clients import GsupLink, GsupNode, Node
from provisioning.elements.sms_centre.clients import Centre, SmppLink
from provisioning.elements.sms_centre.wire.messages import Account as SmppAccount
from provisioning.mediation.clients import RecordDirectory
from provisioning.mediation.edge.records import RecordServicer
from provisioning.mediation.edge.usage_records import FolderWatch, LeftAlone, UsageRecords
from provisioning.mediation.storage.reading import RecordReadings
from provisioning.settings import ProvisioningSettings
from provisioning.texts.clients import read_templates
from provisioning.texts.domain.quiet_hours import QuietHours
from provisioning.texts.edge import texts_requested
from provisioning.texts.edge.due_texts import DueTexts
from provisioning.texts.edge.old_cards import OldCards
from provisioning.texts.edge.receipts import Receipts
from provisioning.texts.edge.texts import Codes, TextServicer
from provisioning.texts.edge.texts_requested import TextsRequested
from provisioning.texts.storage.reading import TextReadings
from provisioning.texts.storage.resealing import SealedTexts
from provisioning.texts.storage.standing import OVERDUE
from provisioning.texts.storage.standing import WAITING as TEXTS_WAITING
from provisioning.texts.usecases.send_code import CodeRules
from provisioning.texts.usecases.send_text import Sending
from provisioning.texts.usecases.warn_old_card import WarningRules
from provisioning.unit_of_work import UnitOfWork
from provisioning.vault.edge import PukServicer, StepServicer, VaultCommands
from provisioning.vault.storage.resealing import SealedCardKeys, SealedPukRows
from provisioning.vault.storage.vault import Seal
from runtime.database.database import Database
from runtime.database.retention import Kept
from runtime.errors import Misconfigured
from runtime.host.doors import Parts, Plumbing, Service
from runtime.rpc.joined import Joined

VAULT_KEY_OCTETS = 32


def build(plumbing: Plumbing[ProvisioningSettings]) -> Parts:
    """Build what the doors open."""
    settings, database, clock = plumbing.settings, plumbing.database, plumbing.clock
    seal = read_seal(settings.vault_key_file)

    def units() -> UnitOfWork:
        return UnitOfWork(database, plumbing.outbox, seal)

    name = f"BOSS-{secrets.token_hex(4)}"
    pool = SessionPool(
        account_of(settings),
        SeatTable(database, holder=name, limit=settings.element_session_limit),
        most=settings.element_sessions,
    )
    link = GsupLink(node_of(settings, name=name))
    element = Network(MmlHlr(pool), GsupNode(link, nodes=settings.serving_nodes))
    plan = numbering_plan(settings.country_code)
    readings = Readings(database)
    folder = RecordDirectory(
        settings.cdr_dir,
        plan,
        elements=settings.cdr_elements,
        unfinished_seconds=settings.cdr_unfinished_seconds,
    )
    centre = SmppLink(centre_of(settings), Receipts(units, clock, settings.smsc_receipt_ids).take)
    templates = read_templates(settings.text_templates)
    texts = TextReadings(database, seal)
    old_cards = OldCards(units, templates, warning_rules(settings), clock)
    codes = Codes(units, templates, code_rules(settings), clock)
    nightly = NightlyComparison(ComparisonTable(database), units, element, clock)
    return Parts(
        servicers=[
            (add_QuestionServiceServicer_to_server, questions_of(database, units, element)),
            (
                add_CommandServiceServicer_to_server,
                commands_of(database, units, element, clock),
            ),
            (add_RecordServiceServicer_to_server, RecordServicer(RecordReadings(database))),
            (add_StepServiceServicer_to_server, StepServicer(units, clock)),
            (add_PukServiceServicer_to_server, PukServicer(units, clock)),
            (add_TextServiceServicer_to_server, TextServicer(database, codes, texts)),
        ],
        listeners=[
            *listeners(units, clock, beside=old_cards.warn),
            *texts_requested.listeners(
                TextsRequested(units, templates, settings.text_language, clock)
            ),
        ],
        works=[
            NetworkChanges(units, element, clock, readings.changes_in_flight),
            AwaitedCards(units, element, clock),
            UsageRecords(units, folder, clock),
            DueTexts(units, Sending(centre, quiet_hours_of(settings), clock), texts),
            *([nightly] if settings.compare_nightly else []),
        ],
        keeps=keeps_of(settings),
        standings=[HELD, DIFFERENCES, WAITING, OVERDUE, TEXTS_WAITING],
        sealed=[
            SealedCardKeys(database, seal),
            SealedPukRows(database, seal),
            SealedTexts(database, seal),
        ],
        background={"mml seats": pool.stay},
        beside_work={
            "record folder": FolderWatch(folder).run,
            "files left alone": LeftAlone(folder).run,
            "sms centre": centre.run,
        },
        closing=[pool.close, link.close],
    )


def questions_of(database: Database, units: Callable[[], UnitOfWork], element: Element) -> Joined:
    """Return who answers boss.provisioning.v1.QuestionService, area by area."""
    changes, records = Readings(database), RecordReadings(database)
    return Joined(
        ChangeQuestions(units, changes), NetworkQuestions(units, element, changes, records)
    )


def commands_of(
    database: Database, units: Callable[[], UnitOfWork], element: Element, clock: Clock
) -> Joined:
    """Return who answers boss.provisioning.v1.CommandService, area by area."""
    return Joined(
        VaultCommands(database, units, clock),
        ChangeCommands(database, units, clock),
        RepairCommands(database, units, element, clock),
    )


def keeps_of(settings: ProvisioningSettings) -> Sequence[Kept]:
    """Return what is kept for some days only; records of use are kept for good."""
    return (
        Kept("element_log", "at", settings.keep_element_log_days),
        Kept("text_message", "asked_at", settings.keep_texts_days),
        Kept("text_receipt", "told_at", settings.keep_texts_days),
        Kept("puk_grant", "granted_at", settings.keep_texts_days),
    )


def account_of(settings: ProvisioningSettings) -> Account:
    """Return where the HLR is and as whom we sign in there."""
    host, port = _address(settings.mml_address, "BOSS_MML_ADDRESS")
    password = _read(settings.element_password_file, "BOSS_ELEMENT_PASSWORD_FILE")
    return Account(host, port, settings.operator_name, password, settings.element_seconds)


def node_of(settings: ProvisioningSettings, *, name: str) -> Node:
    """Return where the GSUP door is and the name we stand there under."""
    host, port = _address(settings.gsup_address, "BOSS_GSUP_ADDRESS")
    return Node(host, port, name, settings.element_seconds)


def centre_of(settings: ProvisioningSettings) -> Centre:
    """Return where the SMS centre is, as whom we bind there, and who texts are from."""
    host, port = _address(settings.smsc_address, "BOSS_SMSC_ADDRESS")
    if settings.smsc_password_file is None:
        password = _read(settings.element_password_file, "BOSS_ELEMENT_PASSWORD_FILE")
    else:
        password = _read(settings.smsc_password_file, "BOSS_SMSC_PASSWORD_FILE")
    account = SmppAccount(settings.smsc_name, password)
    return Centre(host, port, account, settings.smsc_sender, settings.element_seconds)


def quiet_hours_of(settings: ProvisioningSettings) -> QuietHours:
    """Return between which hours nobody is woken by what can wait."""
    begin, _, end = settings.quiet_hours.partition("-")
    return QuietHours(time.fromisoformat(begin), time.fromisoformat(end))


def code_rules(settings: ProvisioningSettings) -> CodeRules:
    """Return how codes are sent."""
    return CodeRules(settings.text_language, timedelta(hours=settings.code_cooldown_hours))


def warning_rules(settings: ProvisioningSettings) -> WarningRules:
    """Return how old cards are warned."""
    return WarningRules(settings.text_language, timedelta(seconds=settings.swap_warning_seconds))


def read_seal(path: Path) -> Seal:
    """Read the keys of the vault. Raises Misconfigured, which says what to do."""
    words = _read(path, "BOSS_VAULT_KEY_FILE").split()
    try:
        keys = [bytes.fromhex(word) for word in words]
    except ValueError:
        keys = []
    if not keys or any(len(key) != VAULT_KEY_OCTETS for key in keys):
        raise Misconfigured("BOSS_VAULT_KEY_FILE must hold keys of 64 hexadecimal digits.")
    return Seal(keys)


def _read(path: Path, name: str) -> str:
    try:
        return path.read_text().strip()
    except OSError as problem:
        raise Misconfigured(f"{name} cannot be read: {problem}.") from problem


def _address(said: str, name: str) -> tuple[str, int]:
    host, _, port = said.rpartition(":")
    if not host or not port.isdecimal():
        raise Misconfigured(f"{name} must be host:port, not {said}.")
    return host, int(port)


SERVICE = Service(name="provisioning", settings_type=ProvisioningSettings, build=build)
