"""Keep who was checked and how; an order is asked with the record's id (rules 1.3)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from accounts.customers.domain.ages import Ages
from accounts.customers.domain.customer import Customer, must_be_valid, read_day
from accounts.customers.domain.identity_paper import IdentityPaper
from accounts.customers.domain.plausible import must_be_a_name
from accounts.proofs.domain.proof import (
    Check,
    Proof,
    Role,
    must_be_checked_of,
    read_checks,
    read_role,
)
from accounts.proofs.domain.representative import Representative
from accounts.proofs.ports import UnitOfWork
from kernel.caller import Caller
from kernel.errors import Invalid, NotFound, Refusal
from kernel.ids import new_id


@dataclass(frozen=True, slots=True)
class Checking:
    """Who was checked; what the customer's paper said is compared and never kept.

    Who acts for them is taken down as their own paper has it.
    """

    customer_id: str
    kinds: Sequence[str]
    paper_type: str
    paper_number: str = field(repr=False)
    role: str = ""
    name: str = field(default="", repr=False)
    paper_valid_until: str = ""


async def record_proof(
    checking: Checking, *, caller: Caller, uow: UnitOfWork, ages: Ages, now: datetime
) -> Proof:
    """Return the proof.

    Raises `VERIFICATION_FAILED` where the paper is not the registered one, `ID_EXPIRED`,
    `ROLE_NOT_ALLOWED`, `ID_MISMATCH` and `BLACKLISTED` of who acts for the customer,
    `CHANNEL_NOT_ALLOWED`, `STAFF_ONLY`, `NO_SUCH_CUSTOMER`, or `Invalid` with the field.
    """
    caller.must_work_here()
    checks, role = read_checks(checking.kinds, channel=caller.channel), read_role(checking.role)
    must_be_checked_of(role, checks)
    async with uow:
        known = await uow.customers.get(checking.customer_id)
        if known is None:
            raise NotFound("NO_SUCH_CUSTOMER", "There is no such customer.")
        acts = None if role is Role.HOLDER else _representative(checking, checks)
        if acts is None:
            _compare(checking, known.customer, checks, now=now)
        else:
            acts.must_act_for(known.customer, role=role, ages=ages, now=now)
            registered = await uow.customers.get_by_paper(acts.paper)
            acts.must_be(registered.customer if registered else None)
        proof = Proof(
            id=new_id(),
            customer_id=known.customer.id,
            checks=checks,
            channel=caller.channel,
            checked_by=caller.id,
            checked_at=now,
            role=role,
        )
        await uow.proofs.add(proof)
        if acts is not None:
            await uow.representatives.add(proof.id, acts)
    return proof


def _representative(checking: Checking, checks: frozenset[Check]) -> Representative:
    """Return who acts for the customer; they are nobody without a paper of their own."""
    if Check.ID_SEEN not in checks:
        raise Invalid("FIELD_MISSING", "Their own paper has to be seen.", field="kinds")
    if not checking.paper_number:
        raise Invalid("FIELD_MISSING", "Say which paper was seen.", field="paper_number")
    must_be_a_name(checking.name, field="name")
    paper = IdentityPaper.read(checking.paper_type, checking.paper_number)
    return Representative(checking.name, paper, read_day(checking.paper_valid_until))


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
