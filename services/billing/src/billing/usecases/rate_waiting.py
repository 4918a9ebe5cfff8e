"""Rate records that waited, when what they waited for has come."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from billing.domain.rating import judge_usage
from billing.domain.usage import Judged, Reason
from billing.usecases.charge_usage import charge_usage
from billing.usecases.count_usage import count_waiting
from billing.usecases.due import RATE_WAITING
from billing.usecases.grant_allowances import grant_months_of_all
from billing.usecases.ports import Desk

_AT_ONCE = 500
_UNTIL_NEXT_LOOK = timedelta(days=1)


async def rate_waiting(key: str, *, desk: Desk, batch_id: str, now: datetime) -> None:
    """Rate what waits for this subscriber; who is still unknown is looked at again tomorrow."""
    subscriber_id = key.partition("/")[0]
    async with desk:
        catalogues = await desk.shelf.all()
        taken = await desk.accounts.take_paying({subscriber_id})
        accounts = await grant_months_of_all(taken, catalogues=catalogues, desk=desk, now=now)
        account = accounts.get(subscriber_id)
        records = await desk.usage.waiting_of(subscriber_id, limit=_AT_ONCE)
        judged = [judge_usage(one, account=account, catalogues=catalogues) for one in records]
        by_id = {account.id: account} if account else {}
        judged = list(await count_waiting(judged, accounts=by_id, desk=desk, now=now))
        await desk.usage.settle(judged, at=now)
        await charge_usage(judged, accounts=by_id, desk=desk, batch_id=batch_id, now=now)
        if (at := _next_look(judged, now=now)) is not None:
            await desk.timers.schedule(RATE_WAITING, key=key, at=at)


def _next_look(judged: Sequence[Judged], *, now: datetime) -> datetime | None:
    """More than fits into one transaction goes on at once; the unknown may be told to us late."""
    if len(judged) == _AT_ONCE and any(one.charge for one in judged):
        return now
    if any(one.reason is Reason.SUBSCRIBER_UNKNOWN for one in judged):
        return now + _UNTIL_NEXT_LOOK
    return None
