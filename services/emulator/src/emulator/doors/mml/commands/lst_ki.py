"""`LST KI`: show that a card has keys, never the keys."""

from dataclasses import dataclass

from emulator.doors.mml.wire.fields import IMSI, Fields
from emulator.doors.mml.wire.forms import ReadingForm
from emulator.doors.mml.wire.mml import Reply
from emulator.doors.mml.wire.replies import key_reply
from emulator.faults.domain.element_error import CommandRefused, ElementError
from emulator.switch.ports import UnitOfWork


@dataclass(frozen=True, slots=True)
class ListKey:
    imsi: str

    async def look(self, *, uow: UnitOfWork) -> Reply:
        """Raises CommandRefused KI_MISSING."""
        key = await uow.keys.get(self.imsi)
        if key is None:
            raise CommandRefused(ElementError.KI_MISSING, self.imsi)
        return key_reply(key)


def read(fields: Fields) -> ListKey:
    return ListKey(fields.text("IMSI", IMSI))


FORM = ReadingForm("LST KI", read)
