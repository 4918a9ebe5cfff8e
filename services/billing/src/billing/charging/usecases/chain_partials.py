"""Records of one call or session in parts: each is what it adds to those received before it.

So connect fee and rounding are paid once, whichever of them comes first: what all of them cost
together is what the whole costs.
"""

from collections.abc import Sequence

from billing.allowances.domain.usage import UsageRecord
from billing.charging.domain.partial import after
from billing.charging.ports.unit_of_work import UnitOfWork
from billing.rating.usecases.news import news_among


async def chain_partials(
    records: Sequence[UsageRecord], *, uow: UnitOfWork
) -> Sequence[UsageRecord]:
    """Return the records, parts with what was before them; what is known already stays as it is."""
    parts = [one for one in records if one.origin.partial]
    if not parts:
        return records
    new = await news_among(parts, uow=uow)
    sessions = {session for one in parts if (session := one.session) is not None}
    units = dict(await uow.counters.units_so_far(sessions))
    chained = []
    for record in records:
        session = record.session
        if session is None or not new.takes(record):
            chained.append(record)
            continue
        before = units.get(session, 0)
        chained.append(after(record, units=before))
        units[session] = before + record.origin.units
    return chained
