"""Register a person as a customer; the same paper again is the same customer (domain 10.1)."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime

from accounts.domain.asker import Asker
from accounts.domain.customer import (
    NOWHERE,
    Capture,
    Customer,
    KnownCustomer,
    Market,
    Person,
    must_be_born,
    must_be_same_person,
    must_be_valid,
)
from accounts.domain.events import CustomerChange, CustomerChanged
from accounts.domain.identity_paper import IdentityPaper
from accounts.usecases.ports import Desk
from kernel.errors import Stale
from kernel.ids import new_id


@dataclass(frozen=True, slots=True)
class Registration:
    """What the clerk read from the paper and was told."""

    person: Person = field(repr=False)
    paper: IdentityPaper
    valid_until: date | None
    captured_by: Capture
    market: Market = NOWHERE


async def register_customer(
    registration: Registration, *, asker: Asker, desk: Desk, now: datetime
) -> KnownCustomer:
    """Return the customer of this paper, new or known.

    Raises `ID_EXPIRED`, `ID_NUMBER_INVALID` for a birth to come, `ID_MISMATCH` where the paper is
    registered under another name, or `STAFF_ONLY`. A paper shown with a later end of validity was
    renewed; segment and region of a known customer stay, for nobody said why they should not.
    """
    asker.must_work_here()
    must_be_valid(registration.valid_until, now=now)
    must_be_born(registration.paper, now=now)
    async with desk:
        known = await desk.customers.with_paper(registration.paper)
        if known is None:
            new = _new(registration, now=now)
            if await desk.customers.add(new):
                await desk.say(CustomerChanged(new, CustomerChange.REGISTERED, now))
                return KnownCustomer(new, numbers=0)
            known = await _registered_meanwhile(registration, desk=desk)
        must_be_same_person(known.customer, registration.person)
        return await _renew(known, registration.valid_until, desk=desk, now=now)


def _new(registration: Registration, *, now: datetime) -> Customer:
    return Customer(
        id=new_id(),
        person=registration.person,
        paper=registration.paper,
        paper_valid_until=registration.valid_until,
        captured_by=registration.captured_by,
        registered_at=now,
        market=registration.market,
    )


async def _registered_meanwhile(registration: Registration, *, desk: Desk) -> KnownCustomer:
    known = await desk.customers.with_paper(registration.paper)
    if known is None:
        raise Stale("REGISTERED_MEANWHILE", "Somebody registers this paper now; ask again.")
    return known


async def _renew(
    known: KnownCustomer, until: date | None, *, desk: Desk, now: datetime
) -> KnownCustomer:
    if known.customer.renewed(until) is known.customer:
        return known
    # Another change may have been made since: each version says all that is true with it.
    taken = await desk.customers.take(known.customer.id) or known
    renewed = taken.customer.renewed(until)
    if renewed is taken.customer:
        return taken
    await desk.customers.save(renewed)
    await desk.say(CustomerChanged(renewed, CustomerChange.PAPER_RENEWED, now))
    return replace(taken, customer=renewed)
