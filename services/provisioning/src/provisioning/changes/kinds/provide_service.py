"""A supplementary service (语音补充业务) is provided or withdrawn; no other one is touched."""

from dataclasses import dataclass, replace
from enum import StrEnum, auto

from boss.provisioning.v1 import changes_pb2 as changes
from kernel.errors import Invalid
from provisioning.changes.domain.change import Urgency
from provisioning.changes.domain.course import Course
from provisioning.changes.domain.effect import Effect
from provisioning.changes.domain.kind import Kind
from provisioning.changes.domain.setting_course import setting_course
from provisioning.changes.domain.stored import Stored
from provisioning.elements.domain import commands
from provisioning.elements.domain.setting import Service, Setting
from provisioning.elements.domain.subscription import Record
from provisioning.vault.domain.numbers import imsi_of, msisdn_of

SERVICES = {one: f"SERVICE_{one.name}" for one in Service}
_SERVICES_READ = {changes.Service.Value(name): one for one, name in SERVICES.items()}


class Provision(StrEnum):
    PROVIDED = auto()
    WITHDRAWN = auto()


PROVISIONS = {one: f"PROVISION_{one.name}" for one in Provision}
_PROVISIONS_READ = {changes.Provision.Value(name): one for one, name in PROVISIONS.items()}


@dataclass(frozen=True, slots=True)
class ProvideService:
    msisdn: str
    imsi: str
    service: Service
    provision: Provision

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
        return self.provision is Provision.PROVIDED

    @property
    def effect(self) -> Effect:
        def asked(before: Setting) -> Setting:
            others = before.services - {self.service}
            mine = frozenset({self.service}) if self.is_provided else frozenset[Service]()
            operated = frozenset(
                one for one in before.operated if self.is_provided or one.service != self.service
            )
            return replace(before, services=others | mine, operated=operated)

        return Effect(self.imsi, setting=asked)

    @property
    def stored(self) -> Stored:
        return Stored(self.msisdn, self.imsi, detail=f"{self.service} {self.provision}")


def written(what: ProvideService, _: object) -> commands.Command:
    return commands.ProvideService(what.msisdn, what.imsi, what.service, what.is_provided)


def holds(what: ProvideService, _: object, record: Record) -> bool:
    return (what.service in record.services) is what.is_provided


COURSE = setting_course(commands.ProvideService, written=written, holds=holds)


def service_of(said: changes.Service) -> Service:
    """Raises Invalid FIELD_NOT_VALID."""
    if said not in _SERVICES_READ:
        raise Invalid("FIELD_NOT_VALID", "There is no such service.", field="service")
    return _SERVICES_READ[said]


def read(message: changes.ProvideService) -> ProvideService:
    """Raises Invalid FIELD_NOT_VALID."""
    service = service_of(message.service)
    if message.provision not in _PROVISIONS_READ:
        raise Invalid("FIELD_NOT_VALID", "It is provided or withdrawn.", field="provision")
    return ProvideService(
        msisdn_of(message.msisdn),
        imsi_of(message.imsi),
        service,
        _PROVISIONS_READ[message.provision],
    )


def write(what: ProvideService) -> changes.NetworkChange:
    message = changes.ProvideService(
        msisdn=what.msisdn,
        imsi=what.imsi,
        service=SERVICES[what.service],
        provision=PROVISIONS[what.provision],
    )
    return changes.NetworkChange(provide_service=message)


def restored(row: Stored) -> ProvideService:
    service, provision = row.detail.split()
    return ProvideService(row.msisdn, row.imsi, Service(service), Provision(provision))


KIND = Kind(
    name="provide_service",
    what=ProvideService,
    restored=restored,
    write=write,
    read=read,
)
