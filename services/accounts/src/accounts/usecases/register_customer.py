"""Register a person as a customer; the same paper again is the same customer (domain 10.1)."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime

from accounts.domain.asker import Asker
from accounts.domain.customer import (
    Capture,
    Customer,
    KnownCustomer,
    Person,
    must_be_same_person,
    must_be_valid,
)
from accounts.domain.events import CustomerChanged
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


async def register_customer(
    registration: Registration, *, asker: Asker, desk: Desk, now: datetime
) -> KnownCustomer:
    """Return the customer of this paper, new or known.

    Raises `ID_EXPIRED`, `ID_MISMATCH` where the paper is registered under another name, or
    `STAFF_ONLY`. A paper shown with a later end of validity was renewed.
    """
    asker.must_work_here()
    must_be_valid(registration.valid_until, now=now)
    async with desk:
        known = await desk.customers.with_paper(registration.paper)
        if known is None:
            new = _new(registration, now=now)
            if await desk.customers.add(new):
                await desk.say(CustomerChanged(new.id, new.version, "registered", now))
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
    )


async def _registered_meanwhile(registration: Registration, *, desk: Desk) -> KnownCustomer:
    known = await desk.customers.with_paper(registration.paper)
    if known is None:
        raise Stale("REGISTERED_MEANWHILE", "Somebody registers this paper now; ask again.")
    return known


async def _renew(
    known: KnownCustomer, until: date | None, *, desk: Desk, now: datetime
) -> KnownCustomer:
    before = known.customer
    if before.paper_valid_until is None or until == before.paper_valid_until:
        return known
    if until is not None and until < before.paper_valid_until:
        return known
    renewed = replace(before, paper_valid_until=until, version=before.version + 1)
    await desk.customers.renew(renewed)
    await desk.say(CustomerChanged(renewed.id, renewed.version, "paper_renewed", now))
    return replace(known, customer=renewed)
