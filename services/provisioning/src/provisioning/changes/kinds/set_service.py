"""A supplementary service (语音补充业务) is brought to a state; no other one is touched.

Registered, erased, activated and deactivated by commands of their own (3GPP TS 23.011, 3): which of
them lead there is seen from what the network has.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum, auto

from boss.provisioning.v1 import changes_pb2 as changes
from kernel.errors import Invalid
from provisioning.changes.domain.change import Urgency
from provisioning.changes.domain.course import Course, Move, Notes, Send, Verified
from provisioning.changes.domain.effect import Effect
from provisioning.changes.domain.kind import Kind
from provisioning.changes.domain.stored import Stored
from provisioning.changes.domain.verdict import once_more, refusal_of, surprise
from provisioning.changes.kinds.provide_service import SERVICES, service_of
from provisioning.elements.domain.answers import Accepted, Answer, Denied, Reason, Shown
from provisioning.elements.domain.commands import (
    Command,
    OperateService,
    Operation,
    ProvideService,
    ReadNumber,
)
from provisioning.elements.domain.setting import FORWARDING, Operated, Service, Setting
from provisioning.elements.domain.subscription import Record
from provisioning.vault.domain.numbers import imsi_of, msisdn_of

NO_NUMBER = "-"
MOST_SECONDS = 30
"""3GPP TS 22.082, 3.1."""


class ServiceState(StrEnum):
    NOT_PROVISIONED = auto()
    PROVISIONED = auto()
    REGISTERED = auto()
    ACTIVE = auto()


STATES = {one: f"SERVICE_STATE_{one.name}" for one in ServiceState}
_STATES_READ = {changes.ServiceState.Value(name): one for one, name in STATES.items()}
_OPERATED = (ServiceState.REGISTERED, ServiceState.ACTIVE)


@dataclass(frozen=True, slots=True)
class SetService:
    msisdn: str
    imsi: str
    service: Service
    state: ServiceState
    number: str = ""
    seconds: int = 0

    @classmethod
    def of(cls, msisdn: str, imsi: str, service: Service, setting: Setting) -> SetService:
        """Return the change that leads to what is set there for one service."""
        known = next((one for one in setting.operated if one.service is service), None)
        if service not in setting.services:
            return cls(msisdn, imsi, service, ServiceState.NOT_PROVISIONED)
        if known is None:
            return cls(msisdn, imsi, service, ServiceState.PROVISIONED)
        state = ServiceState.ACTIVE if known.is_active else ServiceState.REGISTERED
        return cls(msisdn, imsi, service, state, known.number, known.seconds)

    @property
    def cards(self) -> tuple[str, ...]:
        return (self.imsi,)

    @property
    def keys_of(self) -> str:
        return ""

    @property
    def urgency(self) -> Urgency:
        return Urgency.USUAL

    @property
    def course(self) -> Course:
        return COURSE

    @property
    def is_provided(self) -> bool:
        return self.state is not ServiceState.NOT_PROVISIONED

    @property
    def operated(self) -> Operated | None:
        """Return it as it is registered or active then; None where it is neither."""
        if self.state not in _OPERATED:
            return None
        is_active = self.state is ServiceState.ACTIVE
        return Operated(self.service, is_active, self.number, self.seconds)

    def is_so_in(self, record: Record) -> bool:
        """Tell whether the network has it so."""
        provided = (self.service in record.services) is self.is_provided
        return provided and operated_in(record, self.service) == self.operated

    @property
    def effect(self) -> Effect:
        def asked(before: Setting) -> Setting:
            services = before.services - {self.service}
            operated = frozenset(one for one in before.operated if one.service != self.service)
            if self.is_provided:
                services |= {self.service}
            if self.operated is not None:
                operated |= {self.operated}
            return replace(before, services=services, operated=operated)

        return Effect(self.imsi, setting=asked)

    @property
    def stored(self) -> Stored:
        said = f"{self.service} {self.state} {self.number or NO_NUMBER} {self.seconds}"
        return Stored(self.msisdn, self.imsi, detail=said)


def operated_in(record: Record, service: Service) -> Operated | None:
    return next((one for one in record.operated if one.service is service), None)


def look(what: SetService, notes: Notes) -> Move:
    return Send(ReadNumber(what.msisdn), notes)


def after_setting(what: SetService, notes: Notes, sent: object, answer: Answer) -> Move:
    match answer:
        case Accepted():
            return look(what, notes)
        case Denied():
            return look(what, replace(notes, denied=answer))
        case _:
            return surprise(what, notes, sent, answer)


def after_look(what: SetService, notes: Notes, sent: ReadNumber, answer: Answer) -> Move:
    match answer:
        case Shown(record=None):
            return refusal_of(notes.denied or Denied(Reason.UNKNOWN_SUBSCRIBER))
        case Shown(record=Record() as record) if record.imsi != what.imsi:
            return refusal_of(Denied(Reason.IMSI_DIFFERS))
        case Shown(record=Record() as record) if what.is_so_in(record):
            return Verified()
        case Shown() if notes.denied:
            return refusal_of(notes.denied)
        case Shown(record=Record() as record):
            return once_more(notes, lambda noted: Send(next_command(what, record), noted))
        case _:
            return surprise(what, notes, sent, answer)


def next_command(what: SetService, record: Record) -> Command:
    """Return the command that leads on from what the network has."""
    if (what.service in record.services) is not what.is_provided:
        return ProvideService(what.msisdn, what.imsi, what.service, what.is_provided)
    wanted, there = what.operated, operated_in(record, what.service)
    if wanted is None:
        is_forwarding = what.service in FORWARDING
        return _operate(what, Operation.ERA if is_forwarding else Operation.DEA)
    if there is not None and replace(there, is_active=wanted.is_active) == wanted:
        return _operate(what, Operation.ACT if wanted.is_active else Operation.DEA)
    if what.service not in FORWARDING:
        return _operate(what, Operation.ACT)
    number = replace(_operate(what, Operation.REG), number=wanted.number)
    return replace(number, seconds=wanted.seconds)


def _operate(what: SetService, operation: Operation) -> OperateService:
    return OperateService(what.msisdn, what.imsi, operation, what.service)


COURSE = Course(
    begin=look,
    look=look,
    after={
        ProvideService: after_setting,
        OperateService: after_setting,
        ReadNumber: after_look,
    },
)


def read(message: changes.SetService) -> SetService:
    """Raises Invalid FIELD_NOT_VALID, FIELD_MISSING."""
    if message.state not in _STATES_READ:
        raise Invalid("FIELD_NOT_VALID", "There is no such state.", field="state")
    service, state = service_of(message.service), _STATES_READ[message.state]
    forwards = service in FORWARDING and state in _OPERATED
    if state is ServiceState.REGISTERED and not forwards:
        raise Invalid("FIELD_NOT_VALID", "Only forwarding has a number.", field="state")
    if forwards is not bool(message.number):
        raise Invalid("FIELD_NOT_VALID", "Forwarding has a number.", field="number")
    if not 0 <= message.seconds <= MOST_SECONDS:
        raise Invalid("FIELD_NOT_VALID", "It rings 30 seconds at most.", field="seconds")
    number = msisdn_of(message.number, field="number") if message.number else ""
    return SetService(
        msisdn_of(message.msisdn), imsi_of(message.imsi), service, state, number, message.seconds
    )


def write(what: SetService) -> changes.NetworkChange:
    message = changes.SetService(
        msisdn=what.msisdn,
        imsi=what.imsi,
        service=SERVICES[what.service],
        state=STATES[what.state],
        number=what.number,
        seconds=what.seconds,
    )
    return changes.NetworkChange(set_service=message)


def restored(row: Stored) -> SetService:
    service, state, number, seconds = row.detail.split()
    said = "" if number == NO_NUMBER else number
    return SetService(
        row.msisdn, row.imsi, Service(service), ServiceState(state), said, int(seconds)
    )


KIND = Kind(
    name="set_service",
    what=SetService,
    restored=restored,
    write=write,
    read=read,
)
