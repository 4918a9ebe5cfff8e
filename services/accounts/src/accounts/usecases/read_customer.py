"""Read customers: masked, or in full by staff who say why, which is audited (domain 10.3)."""

from collections.abc import Sequence
from datetime import datetime

from accounts.domain.asker import Asker
from accounts.domain.audit import AuditEntry
from accounts.domain.customer import KnownCustomer
from accounts.domain.events import AuditRecorded
from accounts.domain.identity_paper import IdentityPaper
from accounts.usecases.ports import Desk, Page
from kernel.errors import Invalid, NotFound

LONGEST_REASON = 200


async def read_customer(customer_id: str, *, asker: Asker, desk: Desk) -> KnownCustomer:
    """Raises `NOT_YOURS` or `NO_SUCH_CUSTOMER`."""
    asker.must_own(customer_id)
    return await _found(customer_id, desk=desk)


async def read_customer_in_full(
    customer_id: str, *, reason: str, asker: Asker, desk: Desk, now: datetime
) -> KnownCustomer:
    """Raises `STAFF_ONLY`, `NO_SUCH_CUSTOMER` or `Invalid`. That it was read, and why, is said."""
    asker.must_work_here()
    must_say_why(reason)
    async with desk:
        known = await _found(customer_id, desk=desk)
        looked = AuditEntry(
            actor=asker.id,
            channel=asker.channel,
            action="read_customer_in_full",
            object_id=customer_id,
            reason=reason,
            outcome="done",
            service="accounts",
            at=now,
        )
        await desk.say(AuditRecorded(looked))
    return known


async def list_customers(
    page: Page, *, asker: Asker, desk: Desk
) -> tuple[Sequence[KnownCustomer], int]:
    """Return a page and how many there are; raises `STAFF_ONLY`."""
    asker.must_work_here()
    return await desk.customers.page(page)


async def find_by_paper(
    paper: IdentityPaper, *, asker: Asker, desk: Desk
) -> Sequence[KnownCustomer]:
    """Return who is registered with this paper, if anybody; raises `STAFF_ONLY`."""
    asker.must_work_here()
    known = await desk.customers.with_paper(paper)
    return () if known is None else (known,)


def must_say_why(reason: str) -> None:
    """Raise `REASON_INVALID` for what cannot be kept as a reason."""
    if not reason.strip() or len(reason) > LONGEST_REASON or not reason.isprintable():
        raise Invalid("REASON_INVALID", "One line of 1 to 200 characters.", field="reason")


def no_such_customer() -> NotFound:
    """Return what is said where there is no such customer."""
    return NotFound("NO_SUCH_CUSTOMER", "There is no such customer.")


async def _found(customer_id: str, *, desk: Desk) -> KnownCustomer:
    known = await desk.customers.find(customer_id)
    if known is None:
        raise no_such_customer()
    return known
