"""`LST SUB`: show a subscription."""

from dataclasses import dataclass

from emulator.doors.mml.wire.fields import Fields
from emulator.doors.mml.wire.forms import ReadingForm
from emulator.doors.mml.wire.mml import Reply
from emulator.doors.mml.wire.replies import subscription_reply
from emulator.faults.domain.element_error import CommandRefused, ElementError
from emulator.hlr.domain.subject import Subject
from emulator.switch.ports import UnitOfWork


@dataclass(frozen=True, slots=True)
class ListSubscription:
    subject: Subject

    async def look(self, *, uow: UnitOfWork) -> Reply:
        """Raises CommandRefused SUBSCRIBER_UNKNOWN."""
        subscription = await uow.hlr.get(self.subject)
        if subscription is None:
            who = self.subject.isdn or self.subject.imsi
            raise CommandRefused(ElementError.SUBSCRIBER_UNKNOWN, who)
        return subscription_reply(subscription)


def read(fields: Fields) -> ListSubscription:
    fields.flag("DETAIL")
    return ListSubscription(fields.subject())


FORM = ReadingForm("LST SUB", read)
