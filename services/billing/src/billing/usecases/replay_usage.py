"""Rate one subscriber's use of whole months from its beginning, as if nothing had been rated.

In order of time, so that however it was heard, the same use costs the same; a subscriber's
records are held in pages, and of all subscribers never more than one at a time.
"""

from collections.abc import AsyncIterator, Collection, Mapping

from billing.domain.account import Account
from billing.domain.beyond import Tally, rate_rest
from billing.domain.catalogue import Catalogues
from billing.domain.itemised import Period
from billing.domain.opening import Openings
from billing.domain.rating import judge_usage
from billing.domain.usage import Charge, MonthOfUse, Reason, ToCount, ToDraw
from billing.usecases.rerating import Differences, KeptUse

PAGE = 1000
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
        return self._tally.used

    def rate(self, kept: KeptUse) -> tuple[Charge | Reason, MonthOfUse | None]:
        """Return what it costs or why it would wait, and under which key it is counted.

        What allowances paid for they still pay for: another price is one of what is beyond them.
        """
        record = kept.record
        judged = judge_usage(record, account=self._account, catalogues=self._catalogues)
        if not isinstance(judged.outcome, ToCount | ToDraw):
            return judged.outcome, None
        row = judged.outcome if isinstance(judged.outcome, ToCount) else judged.outcome.row
        charge = rate_rest(record, row, paid=kept.allowance_used, tally=self._tally)
        stepped = row.tariff.stepping is not None
        return charge, self._openings.key_of(record, row) if stepped else None


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
