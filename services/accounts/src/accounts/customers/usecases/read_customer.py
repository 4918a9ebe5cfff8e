"""Read customers: masked, or in full by staff who say why, which is audited (rules 10.3)."""

from collections.abc import Sequence
from datetime import datetime

from accounts.audit.domain import AuditEntry, AuditRecorded
from accounts.customers.domain.customer import KnownCustomer
from accounts.customers.domain.identity_paper import IdentityPaper
from accounts.customers.ports import UnitOfWork
from kernel.caller import Caller
from kernel.errors import Invalid, NotFound
from kernel.page import Page

LONGEST_REASON = 200


async def read_customer(customer_id: str, *, caller: Caller, uow: UnitOfWork) -> KnownCustomer:
    """Raises `NOT_YOURS` or `NO_SUCH_CUSTOMER`."""
    caller.must_own(customer_id)
    return await _known(customer_id, uow=uow)


async def read_customer_in_full(
    customer_id: str, *, reason: str, caller: Caller, uow: UnitOfWork, now: datetime
) -> KnownCustomer:
    """Raises `STAFF_ONLY`, `NO_SUCH_CUSTOMER` or `Invalid`. That it was read, and why, is said."""
    caller.must_work_here()
    must_say_why(reason)
    async with uow:
        known = await _known(customer_id, uow=uow)
        looked = AuditEntry(
            actor=caller.id,
            channel=caller.channel,
            action="read_customer_in_full",
            object_id=customer_id,
            reason=reason,
            outcome="done",
            service="accounts",
            at=now,
        )
        await uow.publish([AuditRecorded(looked)], now=now)
    return known


async def list_customers(
    page: Page, *, caller: Caller, uow: UnitOfWork
) -> tuple[Sequence[KnownCustomer], int]:
    """Return a page and how many there are; raises `STAFF_ONLY`."""
    caller.must_work_here()
    return await uow.customers.page(page)


async def find_by_paper(
    paper: IdentityPaper, *, caller: Caller, uow: UnitOfWork
) -> Sequence[KnownCustomer]:
    """Return who is registered with this paper, if anybody; raises `STAFF_ONLY`."""
    caller.must_work_here()
    known = await uow.customers.get_by_paper(paper)
    return () if known is None else (known,)


def must_say_why(reason: str) -> None:
    """Raise `FIELD_NOT_VALID` for what cannot be kept as a reason."""
    if not reason.strip() or len(reason) > LONGEST_REASON or not reason.isprintable():
        raise Invalid("FIELD_NOT_VALID", "One line of 1 to 200 characters.", field="reason")


def no_such_customer() -> NotFound:
    """Return what is said where there is no such customer."""
    return NotFound("NO_SUCH_CUSTOMER", "There is no such customer.")


async def _known(customer_id: str, *, uow: UnitOfWork) -> KnownCustomer:
    known = await uow.customers.get(customer_id)
    if known is None:
        raise no_such_customer()
    return known
