"""Keep who was checked and how; an order is asked with the record's id (rules 1.3)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from accounts.customers.domain.customer import Customer, must_be_valid
from accounts.customers.domain.identity_paper import IdentityPaper
from accounts.proofs.domain.proof import Check, Proof, read_checks
from accounts.proofs.ports import UnitOfWork
from kernel.caller import Caller
from kernel.errors import Invalid, NotFound, Refusal
from kernel.ids import new_id


@dataclass(frozen=True, slots=True)
class Checking:
    """Who was checked; what the paper said is compared and never kept."""

    customer_id: str
    kinds: Sequence[str]
    paper_type: str
    paper_number: str = field(repr=False)


async def record_proof(
    checking: Checking, *, caller: Caller, uow: UnitOfWork, now: datetime
) -> Proof:
    """Return the proof.

    Raises `VERIFICATION_FAILED` where the paper is not the registered one, `ID_EXPIRED`,
    `CHANNEL_NOT_ALLOWED`, `STAFF_ONLY`, `NO_SUCH_CUSTOMER`, or `Invalid` with the field.
    """
    caller.must_work_here()
    checks = read_checks(checking.kinds, channel=caller.channel)
    async with uow:
        known = await uow.customers.get(checking.customer_id)
        if known is None:
            raise NotFound("NO_SUCH_CUSTOMER", "There is no such customer.")
        _compare(checking, known.customer, checks, now=now)
        proof = Proof(
            id=new_id(),
            customer_id=known.customer.id,
            checks=checks,
            channel=caller.channel,
            checked_by=caller.id,
            checked_at=now,
        )
        await uow.proofs.add(proof)
    return proof


def _compare(
    checking: Checking, customer: Customer, checks: frozenset[Check], *, now: datetime
) -> None:
    if not checking.paper_number:
        if Check.ID_SEEN in checks:
            raise Invalid("FIELD_MISSING", "Say which paper was seen.", field="paper_number")
        return
    shown = IdentityPaper.read(checking.paper_type, checking.paper_number)
    if shown.identity != customer.paper.identity:
        sentence = "The paper is not the one this customer registered with."
        raise Refusal("VERIFICATION_FAILED", sentence, field="paper_number")
    must_be_valid(customer.paper_valid_until, now=now)
