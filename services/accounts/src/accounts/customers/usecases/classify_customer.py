"""Say of which segment a customer is and where their contract is (rules 7.1); it decides sales."""

from dataclasses import dataclass, replace
from datetime import datetime

from accounts.customers.domain.customer import KnownCustomer
from accounts.customers.domain.events import CustomerChange, CustomerChanged
from accounts.customers.ports import UnitOfWork
from accounts.customers.usecases.read_customer import must_say_why, no_such_customer
from kernel.caller import Caller


@dataclass(frozen=True, slots=True, kw_only=True)
class Classification:
    """What is to be true of them from now on; None: as it was. Empty: of none."""

    customer_id: str
    segment: str | None
    region: str | None
    reason: str


async def classify_customer(
    asked: Classification, *, caller: Caller, uow: UnitOfWork, now: datetime
) -> KnownCustomer:
    """Return the customer as they are after it; what they bought before stays theirs.

    Raises `STAFF_ONLY`, `NO_SUCH_CUSTOMER`, `FIELD_NOT_VALID`.
    """
    caller.must_work_here()
    must_say_why(asked.reason)
    async with uow:
        known = await uow.customers.get_for_update(asked.customer_id)
        if known is None:
            raise no_such_customer()
        before = known.customer
        market = before.market.with_changes(segment=asked.segment, region=asked.region)
        after = before.classified(market)
        if after is before:
            return known
        await uow.customers.save(after)
        await uow.publish([CustomerChanged(after, CustomerChange.CLASSIFIED, now)], now=now)
    return replace(known, customer=after)
