"""`MOD SS`: provide a supplementary service or withdraw it. 3GPP TS 23.011, 3."""

from dataclasses import dataclass

from emulator.doors.mml.wire.fields import Fields
from emulator.doors.mml.wire.forms import ChangeForm
from emulator.faults.domain.element_error import CommandRefused, ElementError
from emulator.hlr.domain.log_entry import Changed
from emulator.hlr.domain.subject import Subject
from emulator.hlr.domain.supplementary import (
    Service,
    erased,
    read_states,
    with_service,
    written_states,
)
from emulator.hlr.ports import HomeNetwork
from emulator.hlr.usecases.take_subscription import take_subscription
from emulator.switch.ports import UnitOfWork
from emulator.switch.usecases.change_profile import ProfileChange, change_profile


@dataclass(frozen=True, slots=True)
class ProvideService:
    """All other services stay as they are; what is registered for this one goes with it."""

    subject: Subject
    service: Service
    provided: bool

    async def act(self, *, uow: UnitOfWork, network: HomeNetwork) -> Changed:
        """Raises CommandRefused SUBSCRIBER_UNKNOWN."""
        del network
        present = (await take_subscription(self.subject, uow=uow)).profile
        values = {"services": with_service(present.services, self.service, provided=self.provided)}
        if not self.provided:
            left = erased(read_states(present.registered), self.service)
            values["registered"] = written_states(left)
        return await change_profile(ProfileChange(self.subject, values), uow=uow)


def read(fields: Fields) -> ProvideService:
    subject, service = fields.subject(), fields.choice("SS", Service)
    provided = fields.flag("PROV")
    if service is None or provided is None:
        raise CommandRefused(ElementError.PARAMETER_MISSING, "SS and PROV")
    return ProvideService(subject, service, provided)


FORM = ChangeForm("MOD SS", read)
