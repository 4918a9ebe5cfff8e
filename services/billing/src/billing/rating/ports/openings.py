"""When data was opened again in a month in which it was cut off."""

from collections.abc import Collection, Sequence
from typing import Protocol

from billing.allowances.domain.usage import Judged
from billing.rating.domain.opening import NEVER, Opening, Openings, SubscriberMonth


class OpeningLog(Protocol):
    """Kept with the lock of the account that pays."""

    async def add(self, opening: Opening) -> None: ...
    async def of(self, months: Collection[SubscriberMonth]) -> Openings: ...


async def openings_for(
    judged: Sequence[Judged], *, log: OpeningLog, beside: Collection[SubscriberMonth] = ()
) -> Openings:
    """Return what is needed to count these; nothing is read where none of them may be cut off.

    `beside`: months that must be known too.
    """
    months = set(beside)
    for use in judged:
        row = use.row
        if row is not None and row.may_reopen:
            months.add((use.record.subscriber_id, row.span_at(use.record.started_at)))
    return await log.of(months) if months else NEVER
