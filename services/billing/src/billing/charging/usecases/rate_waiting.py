"""Rate records that waited, when what they waited for has come."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from billing.accounts.domain.due import RATE_WAITING
from billing.allowances.domain.usage import Judged, Reason, UsageRecord
from billing.charging.ports.unit_of_work import UnitOfWork
from billing.charging.usecases.charge_usage import charge_usage
from billing.rating.usecases.count_usage import count_waiting
from billing.rating.usecases.judge_records import (
    Acceptable,
    beginnings,
    judge_records,
    take_payers,
)

_AT_ONCE = 500
_UNTIL_NEXT_LOOK = timedelta(days=1)


async def rate_waiting(
    key: str,
    *,
    uow: UnitOfWork,
    batch_id: str,
    now: datetime,
    acceptable: Acceptable,
) -> None:
    """Rate what waits for this subscriber; who is still unknown is looked at again tomorrow."""
    subscriber_id = key.partition("/")[0]
    async with uow:
        # The account's lock guards what waits: it is read once that is held.
        await uow.accounts.get_paying_for_update({subscriber_id})
        judged: list[Judged] = []
        after: UsageRecord | None = None
        while True:
            records = await uow.usage.waiting_of(subscriber_id, limit=_AT_ONCE, after=after)
            page = await settle_waiting(
                records, uow=uow, batch_id=batch_id, now=now, acceptable=acceptable
            )
            judged += page
            # What still waits stands in nobody's way: those behind it are looked at, too.
            if len(records) < _AT_ONCE or any(one.reason is None for one in page):
                break
            after = records[-1]
        if (at := _next_look(judged, now=now)) is not None:
            await uow.timers.schedule(RATE_WAITING, key=key, at=at)


async def settle_waiting(
    records: Sequence[UsageRecord],
    *,
    uow: UnitOfWork,
    batch_id: str,
    now: datetime,
    acceptable: Acceptable,
) -> Sequence[Judged]:
    """Charge records that waited, or say what they still wait for; their account is taken."""
    catalogues = await uow.catalogues.all()
    accounts = await take_payers(records, uow=uow, now=now, acceptable=acceptable)
    judged = judge_records(records, accounts=accounts, catalogues=catalogues, acceptable=acceptable)
    by_id = {one.id: one for one in accounts.values()}
    judged = list(await count_waiting(judged, accounts=by_id, uow=uow, now=now))
    await uow.usage.settle(judged, at=now)
    await charge_usage(judged, accounts=by_id, uow=uow, batch_id=batch_id, now=now)
    await look_when_begun(judged, uow=uow, acceptable=acceptable)
    return judged


async def look_when_begun(
    judged: Sequence[Judged], *, uow: UnitOfWork, acceptable: Acceptable
) -> None:
    """See that what has not begun comes up when it has; each moment by itself."""
    for subscriber_id, moments in sorted(beginnings(judged, acceptable=acceptable).items()):
        for at in sorted(moments):
            key = f"{subscriber_id}/begins.{at.isoformat()}"
            await uow.timers.schedule(RATE_WAITING, key=key, at=at)


def _next_look(judged: Sequence[Judged], *, now: datetime) -> datetime | None:
    """More than fits into one transaction goes on at once; the unknown may be told to us late."""
    if len(judged) >= _AT_ONCE and any(one.charge for one in judged):
        return now
    if any(one.reason is Reason.SUBSCRIBER_UNKNOWN for one in judged):
        return now + _UNTIL_NEXT_LOOK
    return None
