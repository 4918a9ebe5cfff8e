"""`RMV SUB`: end a subscription.

The switch is not told: it keeps whom it has, as a real one was seen to.
"""

from dataclasses import dataclass

from emulator.doors.mml.wire.fields import Fields
from emulator.doors.mml.wire.forms import ChangeForm
from emulator.hlr.domain.log_entry import Changed
from emulator.hlr.domain.subject import Subject
from emulator.hlr.ports import HomeNetwork
from emulator.hlr.usecases.take_subscription import take_subscription
from emulator.switch.ports import UnitOfWork


@dataclass(frozen=True, slots=True)
class RemoveSubscription:
    subject: Subject
    with_key: bool

    async def act(self, *, uow: UnitOfWork, network: HomeNetwork) -> Changed:
        """Raises CommandRefused SUBSCRIBER_UNKNOWN. What was served once may always be removed."""
        del network
        before = await take_subscription(self.subject, uow=uow)
        await uow.hlr.delete(before.imsi)
        if self.with_key:
            await uow.keys.delete(before.imsi)
        return Changed(before, after=None)


def read(fields: Fields) -> RemoveSubscription:
    return RemoveSubscription(fields.subject(), with_key=bool(fields.flag("RMVKI")))


FORM = ChangeForm("RMV SUB", read)
