"""`LST ALLSUB`: show a page of subscriptions, by IMSI, and behind which the next one begins."""

from dataclasses import dataclass

from emulator.doors.mml.wire.fields import IMSI, NUMBER, Fields, invalid
from emulator.doors.mml.wire.forms import ReadingForm
from emulator.doors.mml.wire.mml import Reply
from emulator.doors.mml.wire.replies import page_reply
from emulator.switch.ports import UnitOfWork

MOST_ROWS = 1000
USUAL_ROWS = 500


@dataclass(frozen=True, slots=True)
class ListSubscriptions:
    """One page, behind `after`."""

    after: str
    count: int

    async def look(self, *, uow: UnitOfWork) -> Reply:
        page = await uow.hlr.page(after=self.after, count=self.count)
        return page_reply(page, asked=self.count)


def read(fields: Fields) -> ListSubscriptions:
    count = int(fields.optional("COUNT", NUMBER) or USUAL_ROWS)
    if not 1 <= count <= MOST_ROWS:
        raise invalid("COUNT")
    return ListSubscriptions(after=fields.optional("AFTER", IMSI), count=count)


FORM = ReadingForm("LST ALLSUB", read)
