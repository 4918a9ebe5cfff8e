"""Price what is priced together with other use: each record costs the difference it makes.

That is data, whose month is priced as a whole, and all that may draw on allowances. Counters and
allowances are taken under the account's lock, and only new records are counted, so that a month
costs the same however it is split, and in whatever order and how often it comes.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from billing.accounts.domain.account import Account
from billing.allowances.domain.usage import Charge, Judged, Outcome, ToCount, ToDraw
from billing.rating.ports.unit_of_work import UnitOfWork
from billing.rating.usecases.draw_allowances import Counting, keep_counting, take_counting
from billing.rating.usecases.news import news_among
from billing.rating.usecases.tell_thresholds import tell_thresholds

_KNOWN = Charge(0, "known already")


async def count_new(
    judged: Sequence[Judged], *, accounts: Mapping[str, Account], uow: UnitOfWork, now: datetime
) -> Sequence[Judged]:
    """Price records as they come; what is kept already is not counted again."""
    records = [one.record for one in judged if isinstance(one.outcome, ToCount | ToDraw)]
    if not records:
        return judged
    # A record that comes twice at once is counted once: the first of them is kept.
    new = await news_among(records, uow=uow)
    fresh = {place for place, one in enumerate(judged) if new.takes(one.record)}
    return await count_usage(judged, fresh=fresh, accounts=accounts, uow=uow, now=now)


async def count_waiting(
    judged: Sequence[Judged], *, accounts: Mapping[str, Account], uow: UnitOfWork, now: datetime
) -> Sequence[Judged]:
    """Price records that are kept and waited."""
    if not any(isinstance(one.outcome, ToCount | ToDraw) for one in judged):
        return judged
    fresh = range(len(judged))
    return await count_usage(judged, fresh=fresh, accounts=accounts, uow=uow, now=now)


async def count_usage(
    judged: Sequence[Judged],
    *,
    fresh: Collection[int],
    accounts: Mapping[str, Account],
    uow: UnitOfWork,
    now: datetime,
) -> Sequence[Judged]:
    """Give records that are to be counted their charge; the others stay as they are.

    `fresh`: the places of those that are new. `accounts`: those that pay for them, by their ids.
    """
    counting = await take_counting(judged, uow=uow)
    counted = [
        replace(one, outcome=_charge(one, counting, is_new=place in fresh))
        for place, one in enumerate(judged)
    ]
    await keep_counting(counting, uow=uow)
    payers = counting.payers
    payers |= {one.record.subscriber_id: one.account_id for one in judged if one.account_id}
    await tell_thresholds(counting, payers=payers, accounts=accounts, uow=uow, now=now)
    return counted


def _charge(judged: Judged, counting: Counting, *, is_new: bool) -> Outcome:
    """Return what a record costs, and count it; what is not to be counted stays as it is."""
    outcome = judged.outcome
    if not isinstance(outcome, ToCount | ToDraw):
        return outcome
    return counting.charge(judged.record, outcome) if is_new else _KNOWN
