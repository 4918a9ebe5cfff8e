"""`MOD TPLGPRS`: provide a profile of packet services, or none. 3GPP TS 23.060, 13.2."""

from dataclasses import dataclass

from emulator.doors.mml.wire.fields import NUMBER, Fields
from emulator.doors.mml.wire.forms import ChangeForm
from emulator.faults.domain.element_error import CommandRefused, ElementError
from emulator.hlr.domain.log_entry import Changed
from emulator.hlr.ports import HomeNetwork
from emulator.switch.ports import UnitOfWork
from emulator.switch.usecases.change_profile import ProfileChange, change_profile


@dataclass(frozen=True, slots=True)
class SetPacketProfile:
    change: ProfileChange

    async def act(self, *, uow: UnitOfWork, network: HomeNetwork) -> Changed:
        """Raises CommandRefused SUBSCRIBER_UNKNOWN."""
        del network
        return await change_profile(self.change, uow=uow)


def read(fields: Fields) -> SetPacketProfile:
    """A profile that is provided is named."""
    subject, provided = fields.subject(), fields.flag("PROV")
    profile = fields.optional("TPLID", NUMBER)
    if provided is None:
        raise CommandRefused(ElementError.PARAMETER_MISSING, "PROV")
    if provided and not profile:
        raise CommandRefused(ElementError.PARAMETER_MISSING, "TPLID")
    return SetPacketProfile(ProfileChange(subject, {"packet_profile": profile if provided else ""}))


FORM = ChangeForm("MOD TPLGPRS", read)
