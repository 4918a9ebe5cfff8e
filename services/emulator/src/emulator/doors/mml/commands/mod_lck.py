"""`MOD LCK`: lock or unlock incoming calls, outgoing calls and data of a subscriber."""

from dataclasses import dataclass

from emulator.doors.mml.wire.fields import Fields, values_in
from emulator.doors.mml.wire.forms import ChangeForm
from emulator.hlr.domain.log_entry import Changed
from emulator.hlr.ports import HomeNetwork
from emulator.switch.ports import UnitOfWork
from emulator.switch.usecases.change_profile import ProfileChange, change_profile


@dataclass(frozen=True, slots=True)
class SetLocks:
    change: ProfileChange

    async def act(self, *, uow: UnitOfWork, network: HomeNetwork) -> Changed:
        """Raises CommandRefused SUBSCRIBER_UNKNOWN."""
        del network
        return await change_profile(self.change, uow=uow)


def read(fields: Fields) -> SetLocks:
    asked = {
        "lock_incoming": fields.flag("IC"),
        "lock_outgoing": fields.flag("OC"),
        "lock_packet": fields.flag("GPRSLOCK"),
    }
    return SetLocks(ProfileChange(fields.subject(), values_in(asked)))


FORM = ChangeForm("MOD LCK", read)
