"""A call or session told of in several records: what one of them adds to those before it."""

from dataclasses import replace

from billing.allowances.domain.usage import UsageRecord
from billing.charging.domain.reservation import rated_quantity


def after(record: UsageRecord, *, units: int) -> UsageRecord:
    """Return a partial record with so many units of its call or session before it.

    Its quantity is what it adds to them, rounded as a whole: a KB is begun once.
    """
    origin = record.origin
    before = rated_quantity(record.kind, units)
    whole = rated_quantity(record.kind, units + origin.units)
    return replace(record, quantity=whole - before, origin=replace(origin, before=before))
