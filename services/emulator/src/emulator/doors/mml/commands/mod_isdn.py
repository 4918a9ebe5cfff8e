"""`MOD ISDN`: give a card another number, and let the switch know."""

from dataclasses import dataclass, replace

from emulator.doors.mml.wire.fields import ISDN, Fields
from emulator.doors.mml.wire.forms import ChangeForm
from emulator.hlr.domain.log_entry import Changed
from emulator.hlr.domain.subject import Subject
from emulator.hlr.ports import HomeNetwork
from emulator.hlr.usecases.take_subscription import take_subscription
from emulator.switch.ports import UnitOfWork


@dataclass(frozen=True, slots=True)
class ChangeIsdn:
    subject: Subject
    new_isdn: str

    async def act(self, *, uow: UnitOfWork, network: HomeNetwork) -> Changed:
        """Raises CommandRefused SUBSCRIBER_UNKNOWN, ISDN_OUT_OF_RANGE or ISDN_IN_USE."""
        network.ranges.admit_isdn(self.new_isdn)
        before = await take_subscription(self.subject, uow=uow)
        after = replace(before, profile=replace(before.profile, isdn=self.new_isdn))
        await uow.hlr.replace(before.imsi, by=after)
        await uow.switch.save_profile(after.imsi, profile=after.profile)
        return Changed(before, after)


def read(fields: Fields) -> ChangeIsdn:
    return ChangeIsdn(fields.subject(), fields.text("NEWISDN", ISDN))


FORM = ChangeForm("MOD ISDN", read)
