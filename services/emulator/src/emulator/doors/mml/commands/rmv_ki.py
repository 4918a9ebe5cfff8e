"""`RMV KI`: take the keys of a card out of the authentication centre."""

from dataclasses import dataclass

from emulator.doors.mml.wire.fields import IMSI, Fields
from emulator.doors.mml.wire.forms import ChangeForm
from emulator.faults.domain.element_error import CommandRefused, ElementError
from emulator.hlr.domain.log_entry import Changed
from emulator.hlr.ports import HomeNetwork
from emulator.switch.ports import UnitOfWork


@dataclass(frozen=True, slots=True)
class RemoveKey:
    imsi: str

    async def act(self, *, uow: UnitOfWork, network: HomeNetwork) -> Changed:
        """Raises CommandRefused KI_MISSING, or KI_IN_USE while a subscription stands on them."""
        del network
        before = await uow.keys.get(self.imsi)
        if before is None:
            raise CommandRefused(ElementError.KI_MISSING, self.imsi)
        if not await uow.keys.delete(self.imsi):
            raise CommandRefused(ElementError.KI_IN_USE, self.imsi)
        return Changed(before, after=None)


def read(fields: Fields) -> RemoveKey:
    return RemoveKey(fields.text("IMSI", IMSI))


FORM = ChangeForm("RMV KI", read)
