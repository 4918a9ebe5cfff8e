"""Say of which segment a customer is and where her contract is (domain 7.1); it decides sales."""

from dataclasses import dataclass, replace
from datetime import datetime

from accounts.domain.asker import Asker
from accounts.domain.customer import KnownCustomer
from accounts.domain.events import CustomerChange, CustomerChanged
from accounts.usecases.ports import Desk
from accounts.usecases.read_customer import must_say_why, no_such_customer


@dataclass(frozen=True, slots=True, kw_only=True)
class Classification:
    """What is to be true of her from now on; None: as it was. Empty: of none."""

    customer_id: str
    segment: str | None
    region: str | None
    reason: str


async def classify_customer(
    asked: Classification, *, asker: Asker, desk: Desk, now: datetime
) -> KnownCustomer:
    """Return the customer as she is after it; what she bought before stays hers.

    Raises `STAFF_ONLY`, `NO_SUCH_CUSTOMER`, or `Invalid`: `CODE_INVALID`, `REASON_INVALID`.
    """
    asker.must_work_here()
    must_say_why(asked.reason)
    async with desk:
        known = await desk.customers.take(asked.customer_id)
        if known is None:
            raise no_such_customer()
        before = known.customer
        market = before.market.with_changes(segment=asked.segment, region=asked.region)
        after = before.classified(market)
        if after is before:
            return known
        await desk.customers.save(after)
        await desk.say(CustomerChanged(after, CustomerChange.CLASSIFIED, now))
    return replace(known, customer=after)
