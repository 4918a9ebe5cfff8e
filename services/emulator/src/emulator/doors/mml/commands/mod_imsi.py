"""`MOD IMSI`: give a number another card.

The old one stays attached until somebody evicts it.
"""

from dataclasses import dataclass, replace

from emulator.doors.mml.wire.fields import IMSI, Fields
from emulator.doors.mml.wire.forms import ChangeForm
from emulator.hlr.domain.log_entry import Changed
from emulator.hlr.domain.subject import Subject
from emulator.hlr.ports import HomeNetwork
from emulator.hlr.usecases.take_subscription import take_subscription
from emulator.switch.ports import UnitOfWork


@dataclass(frozen=True, slots=True)
class ChangeImsi:
    subject: Subject
    new_imsi: str

    async def act(self, *, uow: UnitOfWork, network: HomeNetwork) -> Changed:
        """Raises CommandRefused SUBSCRIBER_UNKNOWN, IMSI_OUT_OF_RANGE, IMSI_IN_USE, KI_MISSING."""
        network.ranges.admit_imsi(self.new_imsi)
        before = await take_subscription(self.subject, uow=uow)
        if before.imsi == self.new_imsi:
            return Changed(before, after=before)
        after = replace(before, imsi=self.new_imsi, serving_node="", located_at=None)
        await uow.hlr.replace(before.imsi, by=after)
        return Changed(before, after)


def read(fields: Fields) -> ChangeImsi:
    return ChangeImsi(fields.subject(), fields.text("NEWIMSI", IMSI))


FORM = ChangeForm("MOD IMSI", read)
