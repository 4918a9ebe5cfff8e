"""`MOD SS`: provide a supplementary service or withdraw it. 3GPP TS 23.011, 3."""

from dataclasses import dataclass

from emulator.doors.mml.usecases.change_profile import ProfileChange, change_profile
from emulator.doors.mml.wire.fields import Fields
from emulator.doors.mml.wire.forms import ChangeForm
from emulator.faults.domain.element_error import CommandRefused, ElementError
from emulator.hlr.domain.log_entry import Changed
from emulator.hlr.domain.profile import Service, with_service
from emulator.hlr.domain.subject import Subject
from emulator.hlr.ports import HomeNetwork
from emulator.hlr.usecases.take_subscription import take_subscription
from emulator.switch.ports import UnitOfWork


@dataclass(frozen=True, slots=True)
class ProvideService:
    """All other services stay as they are."""

    subject: Subject
    service: Service
    provided: bool

    async def act(self, *, uow: UnitOfWork, network: HomeNetwork) -> Changed:
        """Raises CommandRefused SUBSCRIBER_UNKNOWN."""
        del network
        present = (await take_subscription(self.subject, uow=uow)).profile.services
        services = with_service(present, self.service, provided=self.provided)
        return await change_profile(ProfileChange(self.subject, {"services": services}), uow=uow)


def read(fields: Fields) -> ProvideService:
    subject, service = fields.subject(), fields.choice("SS", Service)
    provided = fields.flag("PROV")
    if service is None or provided is None:
        raise CommandRefused(ElementError.PARAMETER_MISSING, "SS and PROV")
    return ProvideService(subject, service, provided)


FORM = ChangeForm("MOD SS", read)
