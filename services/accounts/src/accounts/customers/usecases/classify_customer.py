"""Say of which segment a customer is and where their contract is (rules 7.1); it decides sales."""

from dataclasses import dataclass, replace
from datetime import datetime

from accounts.customers.domain.customer import MAY_CHANGE_STANDING, CustomerStanding, KnownCustomer
from accounts.customers.domain.events import CustomerChange, CustomerChanged
from accounts.customers.ports import UnitOfWork
from accounts.customers.usecases.read_customer import must_say_why, no_such_customer
from kernel.caller import Caller
from kernel.errors import NotAllowed


@dataclass(frozen=True, slots=True, kw_only=True)
class Classification:
    """What is to be true of them from now on; None: as it was. Empty: of none."""

    customer_id: str
    segment: str | None
    region: str | None
    reason: str
    standing: CustomerStanding | None = None


async def classify_customer(
    asked: Classification, *, caller: Caller, uow: UnitOfWork, now: datetime
) -> KnownCustomer:
    """Return the customer as they are after it; what they bought before stays theirs.

    Raises `STAFF_ONLY`, `ROLE_REQUIRED` for a standing, `NO_SUCH_CUSTOMER`, `FIELD_NOT_VALID`.
    """
    caller.must_work_here()
    if asked.standing and not caller.roles & MAY_CHANGE_STANDING:
        raise NotAllowed("ROLE_REQUIRED", "A supervisor says this.", field="standing")
    must_say_why(asked.reason)
    async with uow:
        known = await uow.customers.get_for_update(asked.customer_id)
        if known is None:
            raise no_such_customer()
        before = known.customer
        market = before.market.with_changes(segment=asked.segment, region=asked.region)
        classified = before.classified(market)
        after = classified.standing_as(asked.standing)
        if after is before:
            return known
        await uow.customers.save(after)
        what = CustomerChange.CLASSIFIED
        if after is not classified:
            what = CustomerChange.STANDING_CHANGED
        await uow.publish([CustomerChanged(after, what, now)], now=now)
    return replace(known, customer=after)
