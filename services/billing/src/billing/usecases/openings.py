"""When data was opened again in a month in which it was cut off."""

from collections.abc import Collection, Sequence
from typing import Protocol

from billing.domain.opening import NEVER, Opening, Openings, SubscriberMonth
from billing.domain.usage import Judged


class OpeningLog(Protocol):
    """Kept with the lock of the account that pays."""

    async def add(self, opening: Opening) -> None: ...
    async def of(self, months: Collection[SubscriberMonth]) -> Openings: ...


async def openings_for(judged: Sequence[Judged], *, log: OpeningLog) -> Openings:
    """Return what is needed to count these; nothing is read where none of them may be cut off."""
    months = {
        (one.record.subscriber_id, row.span_of(one.record))
        for one in judged
        if (row := one.row) is not None and row.may_reopen
    }
    return await log.of(months) if months else NEVER
