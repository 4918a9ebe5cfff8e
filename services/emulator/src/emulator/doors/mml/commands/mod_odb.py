"""`MOD ODB`: bar or free a subscriber (operator determined barring). 3GPP TS 23.015, 2.3."""

from dataclasses import dataclass

from emulator.doors.mml.wire.fields import Fields, values_in
from emulator.doors.mml.wire.forms import ChangeForm
from emulator.hlr.domain.log_entry import Changed
from emulator.hlr.domain.profile import Incoming, Outgoing, Packet, Roaming
from emulator.hlr.ports import HomeNetwork
from emulator.switch.ports import UnitOfWork
from emulator.switch.usecases.change_profile import ProfileChange, change_profile


@dataclass(frozen=True, slots=True)
class SetBars:
    change: ProfileChange

    async def act(self, *, uow: UnitOfWork, network: HomeNetwork) -> Changed:
        """Raises CommandRefused SUBSCRIBER_UNKNOWN."""
        del network
        return await change_profile(self.change, uow=uow)


def read(fields: Fields) -> SetBars:
    asked = {
        "outgoing": fields.choice("ODBOC", Outgoing),
        "incoming": fields.choice("ODBIC", Incoming),
        "roaming": fields.choice("ODBROAM", Roaming),
        "packet": fields.choice("ODBPS", Packet),
    }
    return SetBars(ProfileChange(fields.subject(), values_in(asked)))


FORM = ChangeForm("MOD ODB", read)
