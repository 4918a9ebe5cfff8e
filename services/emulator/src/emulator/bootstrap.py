"""Builds the pretend network and connects its doors."""

import os
from dataclasses import replace

from boss.emulator.v1.faults_pb2_grpc import add_FaultServiceServicer_to_server
from boss.emulator.v1.handsets_pb2_grpc import add_HandsetServiceServicer_to_server
from boss.emulator.v1.questions_pb2_grpc import add_QuestionServiceServicer_to_server
from emulator.doors.gsup.edge import GsupDoor
from emulator.doors.lab.edge.faults import FaultServicer
from emulator.doors.lab.edge.handsets import HandsetServicer, Lab
from emulator.doors.lab.edge.own_moments import OwnMoments
from emulator.doors.lab.edge.questions import QuestionServicer
from emulator.doors.mml.edge.log_in_guard import LogInGuard, LogInRules
from emulator.doors.mml.edge.mml import MmlDoor
from emulator.doors.mml.edge.sessions import SessionRules, Sessions
from emulator.doors.smpp.edge import SmppDoor
from emulator.doors.tcp_door import DoorLimits, TcpDoor
from emulator.faults.domain.fault import FaultBoard
from emulator.hlr.domain.subscription import Ranges
from emulator.records.clients import RecordDirectory
from emulator.records.edge import RecordFiles
from emulator.records.usecases.close_record_file import Roll
from emulator.settings import EmulatorSettings
from emulator.switch.clients import ChargingClient
from emulator.switch.domain.dialled_number import Dialling
from emulator.switch.domain.uncharged import Uncharged
from emulator.switch.ports import Network
from emulator.unit_of_work import UnitOfWork
from kernel.ids import new_id
from runtime.host.doors import Parts, Plumbing, Service

MOST_OF_PASSWORD = 8
"""Letters. SMPP 3.4, 5.2.2."""


def build(plumbing: Plumbing[EmulatorSettings]) -> Parts:
    """Build the elements, their doors and the work of closing record files."""
    settings, clock, faults = plumbing.settings, plumbing.clock, FaultBoard()
    network = network_of(settings)
    if settings.charging_peer:
        charging = ChargingClient(
            plumbing.channels[settings.charging_peer],
            faults=faults,
            seconds=settings.charging_seconds,
            unanswered=settings.charging_unanswered,
        )
        network = replace(network, charging=charging)

    def units() -> UnitOfWork:
        return UnitOfWork(plumbing.database)

    limits = limits_of(settings)
    guard = LogInGuard(LogInRules(of_address=settings.wrong_passwords_of_address))
    sessions = Sessions(session_rules(settings))
    mml = MmlDoor(units, network, clock, faults, sessions, limits=limits, guard=guard)
    gsup = GsupDoor(units, network, clock, faults, limits=limits)
    smpp = SmppDoor(units, network, OwnMoments(clock), faults, smpp_accounts(settings), limits)
    host = settings.host
    folder = RecordDirectory(settings.cdr_dir, switch=settings.switch_name)
    return Parts(
        servicers=[
            (
                add_HandsetServiceServicer_to_server,
                HandsetServicer(Lab(units, network, OwnMoments(clock), faults)),
            ),
            (add_FaultServiceServicer_to_server, FaultServicer(faults)),
            (add_QuestionServiceServicer_to_server, QuestionServicer(units)),
        ],
        works=[RecordFiles(units, folder, Roll(settings.cdr_records, settings.cdr_ms))],
        background={
            "mml door": TcpDoor(mml.talk, host=host, port=settings.mml_port, limits=limits).run,
            "gsup door": TcpDoor(gsup.talk, host=host, port=settings.gsup_port, limits=limits).run,
            "smpp door": TcpDoor(smpp.talk, host=host, port=settings.smpp_port, limits=limits).run,
        },
    )


def network_of(settings: EmulatorSettings) -> Network:
    """Return what is fixed about this network."""
    return Network(
        ranges=Ranges(settings.imsi_ranges, settings.isdn_ranges, settings.capacity),
        plan=Dialling(settings.country_code, settings.hotlines),
        switch_name=settings.switch_name,
        new_id=new_id,
        random_octets=os.urandom,
        charging=Uncharged(),
        partial_seconds=settings.partial_seconds,
    )


def session_rules(settings: EmulatorSettings) -> SessionRules:
    """Return who may log in, and how many for how long."""
    passwords = {settings.operator_name: settings.operator_password.get_secret_value()}
    return SessionRules(passwords, settings.session_limit, settings.session_idle_seconds)


def smpp_accounts(settings: EmulatorSettings) -> dict[str, str]:
    """Return who may bind: the operator, with as much of the password as SMPP has room for."""
    password = settings.operator_password.get_secret_value()
    return {settings.operator_name: password[:MOST_OF_PASSWORD]}


def limits_of(settings: EmulatorSettings) -> DoorLimits:
    """Return how many may call an element, and for how long in silence."""
    return DoorLimits(
        settings.element_connections,
        settings.element_connections_of_address,
        settings.element_first_seconds,
        settings.element_silence_seconds,
    )


SERVICE = Service(name="emulator", settings_type=EmulatorSettings, build=build)
