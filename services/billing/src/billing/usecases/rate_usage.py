"""Rate what was used: a batch of records becomes charges, one entry per account, and balances."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from billing.domain.rating import judge_usage
from billing.domain.usage import Judged, Reason, UsageRecord
from billing.usecases.added import Added
from billing.usecases.chain_partials import chain_partials
from billing.usecases.charge_usage import charge_usage
from billing.usecases.count_usage import count_new
from billing.usecases.grant_allowances import grant_months_of_all
from billing.usecases.ports import Desk
from billing.usecases.rate_waiting import RATE_WAITING

LOOK_AGAIN = timedelta(hours=1)


async def rate_usage(
    records: Sequence[UsageRecord], *, desk: Desk, batch_id: str, now: datetime
) -> Added:
    """Charge new records and count duplicates; what cannot be rated yet waits with its reason."""
    async with desk:
        catalogues = await desk.shelf.all()
        taken = await desk.accounts.take_paying({one.subscriber_id for one in records})
        accounts = await grant_months_of_all(taken, catalogues=catalogues, desk=desk, now=now)
        chained = await chain_partials(records, desk=desk)
        judged = [
            judge_usage(one, account=accounts.get(one.subscriber_id), catalogues=catalogues)
            for one in chained
        ]
        by_id = {account.id: account for account in accounts.values()}
        counted = await count_new(judged, accounts=by_id, desk=desk, now=now)
        added = await desk.usage.add(counted, at=now)
        await charge_usage(added.fresh, accounts=by_id, desk=desk, batch_id=batch_id, now=now)
        for subscriber_id in sorted(_unknown(added.fresh)):
            at = now + LOOK_AGAIN
            await desk.timers.schedule(RATE_WAITING, key=subscriber_id, at=at)
    return added


def _unknown(judged: Sequence[Judged]) -> set[str]:
    return {one.record.subscriber_id for one in judged if one.reason is Reason.SUBSCRIBER_UNKNOWN}
