"""Rate one account's use of whole months from its beginning, as if nothing had been rated.

One subscriber after the other, in order of time, so that however it came, the same use costs
the same. Records are read in pages, and what was read is not kept.
"""

from collections.abc import AsyncIterator, Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import assert_never

from billing.accounts.domain.account import Account
from billing.allowances.domain.usage import Charge, MonthOfUse, Reason, ToCount, ToDraw, UsageRecord
from billing.allowances.ports import Held
from billing.catalogue.domain.catalogue import Catalogues
from billing.rating.domain.itemised import Period
from billing.rating.domain.opening import NEVER, Openings
from billing.rating.domain.overage import Tally
from billing.rating.domain.rating import judge_usage
from billing.rating.ports.rerating import Differences, KeptUse
from billing.rating.usecases.draw_allowances import Counting, drawings_of

KINDS = ("voice", "sms", "mms", "data")
PAGE = 5000
"""Records read at once."""


NOTHING_HELD = Held((), ())


@dataclass(frozen=True, slots=True)
class Before:
    """What the use of these months finds: as it was without that use itself."""

    openings: Openings = NEVER
    held: Held = NOTHING_HELD
    counted: Mapping[MonthOfUse, int] = field(default_factory=dict)
    """Of later months only: what rolls over to them may be used otherwise now."""


class Replay:
    """Begins with nothing used; records come by subscriber, in the order of time.

    What several subscribers draw on together costs the same in all, whoever comes first.
    """

    def __init__(self, account: Account, *, catalogues: Catalogues, before: Before) -> None:
        self._account = account
        self._catalogues = catalogues
        keys = [(account.id, kind) for kind in KINDS]
        drawings = drawings_of(keys, before.held)
        self.counting = Counting(Tally(before.counted, before.openings), catalogues, drawings)

    def rate(self, record: UsageRecord) -> tuple[Charge | Reason, MonthOfUse | None]:
        """Return what it costs or why it would wait, and under which key it is counted."""
        judged = judge_usage(record, account=self._account, catalogues=self._catalogues)
        match judged.outcome:
            case ToCount() as row:
                key = self.counting.tally.openings.key_of(record, row)
                return self.counting.charge(record, row), key
            case ToDraw() as priced:
                # What draws on the same allowances shares them out, whichever row is beyond.
                key = MonthOfUse(self._account.id, date.min, f"{record.kind} allowances")
                return self.counting.charge(record, priced), key
            case Charge() | Reason() as outcome:
                return outcome, None
            case _:
                assert_never(judged.outcome)


async def records_of(
    subscribers: Collection[str], *, period: Period, differences: Differences
) -> AsyncIterator[KeptUse]:
    """Read their records page by page, by subscriber and time."""
    last: KeptUse | None = None
    while True:
        page = await differences.records(subscribers, period=period, after=last, limit=PAGE)
        for kept in page:
            yield kept
        if len(page) < PAGE:
            return
        last = page[-1]
