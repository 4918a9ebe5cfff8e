"""`ADD TPLSUB`: make a subscription out of a template, for a card whose keys are there."""

from dataclasses import dataclass, replace

from emulator.doors.mml.wire.fields import IMSI, ISDN, NUMBER, Fields
from emulator.doors.mml.wire.forms import ChangeForm
from emulator.faults.domain.element_error import CommandRefused, ElementError
from emulator.hlr.domain.log_entry import Changed
from emulator.hlr.domain.profile import template
from emulator.hlr.domain.subscription import Subscription
from emulator.hlr.ports import HomeNetwork
from emulator.switch.ports import UnitOfWork


@dataclass(frozen=True, slots=True)
class AddFromTemplate:
    imsi: str
    isdn: str
    template: int

    async def act(self, *, uow: UnitOfWork, network: HomeNetwork) -> Changed:
        """Raises CommandRefused: out of range, TEMPLATE_UNKNOWN, CAPACITY_EXCEEDED, KI_MISSING,
        IMSI_IN_USE or ISDN_IN_USE."""
        network.ranges.admit_imsi(self.imsi)
        network.ranges.admit_isdn(self.isdn)
        profile = replace(template(self.template), isdn=self.isdn)
        if await uow.hlr.is_full(network.ranges.capacity):
            raise CommandRefused(ElementError.CAPACITY_EXCEEDED)
        made = Subscription(self.imsi, self.template, profile)
        await uow.hlr.add(made)
        return Changed(before=None, after=made)


def read(fields: Fields) -> AddFromTemplate:
    fields.only("TPLTYPE", "NORMAL")
    return AddFromTemplate(
        imsi=fields.text("IMSI", IMSI),
        isdn=fields.text("ISDN", ISDN),
        template=int(fields.text("TPLID", NUMBER)),
    )


FORM = ChangeForm("ADD TPLSUB", read, when_full=ElementError.CAPACITY_EXCEEDED)
