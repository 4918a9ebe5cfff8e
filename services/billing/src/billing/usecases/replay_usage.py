"""Rate one subscriber's use of whole months from its beginning, as if nothing had been rated.

In order of time, so that however it was heard, the same use costs the same. Records are read in
pages, and what was read is not kept.
"""

from collections.abc import AsyncIterator, Collection, Mapping

from billing.domain.account import Account
from billing.domain.catalogue import Catalogues
from billing.domain.itemised import Period
from billing.domain.opening import Openings
from billing.domain.rating import judge_usage
from billing.domain.usage import Charge, MonthOfUse, Reason, ToCount, UsageRecord
from billing.usecases.count_usage import Tally
from billing.usecases.rerating import Differences, KeptUse

PAGE = 5000
"""Records read at once."""


class Replay:
    """Begins with nothing used; records come in the order of time."""

    def __init__(self, account: Account, *, catalogues: Catalogues, openings: Openings) -> None:
        self._account = account
        self._catalogues = catalogues
        self._openings = openings
        self._tally = Tally({}, openings)

    @property
    def counted(self) -> Mapping[MonthOfUse, int]:
        """What was used until now under rows that price a month or day as a whole."""
        return self._tally.changed

    def rate(self, record: UsageRecord) -> tuple[Charge | Reason, MonthOfUse | None]:
        """Return what it costs or why it would wait, and under which key it is counted."""
        judged = judge_usage(record, account=self._account, catalogues=self._catalogues)
        outcome = judged.outcome
        if not isinstance(outcome, ToCount):
            return outcome, None
        charge = self._tally.charge(record, outcome, is_new=True)
        return charge, self._openings.key_of(record, outcome)


async def records_of(
    subscribers: Collection[str], *, period: Period, differences: Differences
) -> AsyncIterator[KeptUse]:
    """Read their records page by page, by subscriber and time."""
    last: KeptUse | None = None
    while True:
        page = await differences.records(subscribers, period=period, after=last, limit=PAGE)
        for one in page:
            yield one
        if len(page) < PAGE:
            return
        last = page[-1]
