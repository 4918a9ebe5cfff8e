"""Rate what was used: a batch of records becomes charges, one entry per account, and balances."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from billing.accounts.domain.due import RATE_WAITING
from billing.allowances.domain.usage import Judged, Reason, UsageRecord
from billing.charging.ports.unit_of_work import UnitOfWork
from billing.charging.usecases.chain_partials import chain_partials
from billing.charging.usecases.charge_usage import charge_usage
from billing.charging.usecases.rate_waiting import look_when_begun
from billing.rating.ports.added import Added
from billing.rating.usecases.count_usage import count_new
from billing.rating.usecases.judge_records import (
    Acceptable,
    judge_records,
    take_payers,
)

LOOK_AGAIN = timedelta(hours=1)


async def rate_usage(
    records: Sequence[UsageRecord],
    *,
    uow: UnitOfWork,
    batch_id: str,
    now: datetime,
    acceptable: Acceptable,
) -> Added:
    """Charge new records and count duplicates; what cannot be rated yet waits with its reason."""
    async with uow:
        catalogues = await uow.catalogues.all()
        accounts = await take_payers(records, uow=uow, now=now, acceptable=acceptable)
        chained = await chain_partials(records, uow=uow)
        judged = judge_records(
            chained, accounts=accounts, catalogues=catalogues, acceptable=acceptable
        )
        by_id = {account.id: account for account in accounts.values()}
        counted = await count_new(judged, accounts=by_id, uow=uow, now=now)
        added = await uow.usage.add(counted, at=now)
        await charge_usage(added.fresh, accounts=by_id, uow=uow, batch_id=batch_id, now=now)
        for subscriber_id in sorted(_unknown(added.fresh)):
            at = now + LOOK_AGAIN
            await uow.timers.schedule(RATE_WAITING, key=subscriber_id, at=at)
        await look_when_begun(added.fresh, uow=uow, acceptable=acceptable)
    return added


def _unknown(judged: Sequence[Judged]) -> set[str]:
    return {one.record.subscriber_id for one in judged if one.reason is Reason.SUBSCRIBER_UNKNOWN}
