"""Price what is priced together with other use: each record costs the difference it makes.

That is data, whose month is priced as a whole, and all that may draw on allowances. Counters and
allowances are taken under the account's lock, and only new records are counted, so that a month
costs the same however it is split, and in whatever order and how often it is heard.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from billing.domain.account import Account
from billing.domain.usage import Charge, Judged, ToCount, ToDraw, UsageRecord
from billing.usecases.draw_allowances import Counting, keep_counting, take_counting
from billing.usecases.ports import Desk
from billing.usecases.tell_thresholds import tell_thresholds

_KNOWN = Charge(0, "known already")
_Once = tuple[str, datetime, str, str, int]


async def count_new(
    judged: Sequence[Judged], *, accounts: Mapping[str, Account], desk: Desk, now: datetime
) -> Sequence[Judged]:
    """Price records as they come; what is kept already is not counted again."""
    records = [one.record for one in judged if isinstance(one.outcome, ToCount | ToDraw)]
    if not records:
        return judged
    fresh = await desk.usage.new_among(records)
    return await count_usage(judged, fresh=fresh, accounts=accounts, desk=desk, now=now)


async def count_waiting(
    judged: Sequence[Judged], *, accounts: Mapping[str, Account], desk: Desk, now: datetime
) -> Sequence[Judged]:
    """Price records that are kept and waited."""
    fresh = {one.record.id for one in judged if isinstance(one.outcome, ToCount | ToDraw)}
    if not fresh:
        return judged
    return await count_usage(judged, fresh=fresh, accounts=accounts, desk=desk, now=now)


async def count_usage(
    judged: Sequence[Judged],
    *,
    fresh: Collection[str],
    accounts: Mapping[str, Account],
    desk: Desk,
    now: datetime,
) -> Sequence[Judged]:
    """Give records that are to be counted their charge; the others stay as they are.

    `accounts`: those that pay for them, by their ids.
    """
    counting = await take_counting(judged, desk=desk)
    charges = _Charges(counting)
    counted = [
        replace(one, outcome=charges.of(one.record, one.outcome, is_new=one.record.id in fresh))
        if isinstance(one.outcome, ToCount | ToDraw)
        else one
        for one in judged
    ]
    await keep_counting(counting, desk=desk)
    payers = counting.payers
    payers |= {one.record.subscriber_id: one.account_id for one in judged if one.account_id}
    await tell_thresholds(counting, payers=payers, accounts=accounts, desk=desk, now=now)
    return counted


class _Charges:
    """The charges of a batch."""

    def __init__(self, counting: Counting) -> None:
        self._counting = counting
        # A record that comes twice at once has one charge, whichever of the two is kept.
        self._known: dict[_Once, Charge] = {}

    def of(self, record: UsageRecord, priced: ToCount | ToDraw, *, is_new: bool) -> Charge:
        """Return what a record costs, and count it."""
        known = self._known.get(record.once)
        if known is not None or not is_new:
            return known or _KNOWN
        charge = self._known[record.once] = self._counting.charge(record, priced)
        return charge
