"""Register a person as a customer; the same paper again is the same customer (rules 10.1)."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime

from accounts.customers.domain.customer import (
    NOWHERE,
    Capture,
    Customer,
    KnownCustomer,
    Market,
    Person,
    must_be_born,
    must_be_same_person,
    must_be_valid,
    must_have_begun,
)
from accounts.customers.domain.events import CustomerChange, CustomerChanged
from accounts.customers.domain.identity_paper import IdentityPaper
from accounts.customers.domain.plausible import NOTHING_SAID, Birth, must_be_plausible
from accounts.customers.ports import UnitOfWork
from kernel.caller import Caller
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
    valid_from: date | None = None
    """Only judged: a paper that is valid today has begun, whenever it did."""
    birth: Birth = NOTHING_SAID
    """Only judged, too."""


async def register_customer(
    registration: Registration, *, caller: Caller, uow: UnitOfWork, now: datetime
) -> KnownCustomer:
    """Return the customer of this paper, new or known.

    Raises `ID_EXPIRED`, `ID_NUMBER_INVALID` for a birth to come, `FIELD_NOT_VALID` for a paper that
    has not begun, for what is no name and no telephone, and for another birth than the paper's,
    `ID_MISMATCH` where the paper is registered under another name, or `STAFF_ONLY`.
    A paper shown with a later end of validity was renewed; segment and region of a known customer
    stay, for nobody said why they should not.
    """
    caller.must_work_here()
    must_be_plausible(registration.person)
    registration.birth.must_be_of(registration.paper)
    must_have_begun(registration.valid_from, now=now)
    must_be_valid(registration.valid_until, now=now)
    must_be_born(registration.paper, now=now)
    async with uow:
        known = await uow.customers.get_by_paper(registration.paper)
        if known is None:
            new = _new(registration, now=now)
            if await uow.customers.add(new):
                await uow.publish([CustomerChanged(new, CustomerChange.REGISTERED, now)], now=now)
                return KnownCustomer(new, numbers=0)
            known = await _registered_meanwhile(registration, uow=uow)
        must_be_same_person(known.customer, registration.person)
        return await _renew(known, registration.valid_until, uow=uow, now=now)


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


async def _registered_meanwhile(registration: Registration, *, uow: UnitOfWork) -> KnownCustomer:
    known = await uow.customers.get_by_paper(registration.paper)
    if known is None:
        raise Stale("REGISTERED_MEANWHILE", "Somebody registers this paper now; ask again.")
    return known


async def _renew(
    known: KnownCustomer, until: date | None, *, uow: UnitOfWork, now: datetime
) -> KnownCustomer:
    if known.customer.renewed(until) is known.customer:
        return known
    # Another change may have been made since: each version says all that is true with it.
    locked = await uow.customers.get_for_update(known.customer.id) or known
    renewed = locked.customer.renewed(until)
    if renewed is locked.customer:
        return locked
    await uow.customers.save(renewed)
    await uow.publish([CustomerChanged(renewed, CustomerChange.PAPER_RENEWED, now)], now=now)
    return replace(locked, customer=renewed)
