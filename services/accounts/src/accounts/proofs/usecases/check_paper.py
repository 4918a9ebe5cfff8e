"""Compare what somebody says of the holder's paper, which nobody sees (rules 2.17, "V2+ID").

Whoever knows it may have read it somewhere: it is worth something beside another check, and alone
no more than a provisional loss report (临时挂失) by telephone, where the name is said, too.
"""

from dataclasses import dataclass, field
from datetime import datetime

from accounts.customers.domain.customer import Customer
from accounts.customers.domain.identity_paper import IdentityPaper
from accounts.proofs.domain.proof import Check, Checked, Proof, must_be_checked_here
from accounts.proofs.ports import UnitOfWork
from accounts.proofs.usecases.keep_check import keep_check
from accounts.proofs.usecases.read_own_subscriber import read_own_subscriber
from accounts.subscribers.domain.subscriber import Subscriber
from kernel.caller import Caller
from kernel.errors import Invalid, Refusal
from kernel.person_name import compared

HOTLINE = "hotline"
"""Where nobody sees anything: a name is said with the paper (rules 2.21)."""
BY_PAPER = frozenset({Check.PAPER_KNOWN})


@dataclass(frozen=True, slots=True)
class SaidPaper:
    """What was said, of which number's holder."""

    subscriber_id: str
    paper_type: str
    paper_number: str = field(repr=False)
    name: str = field(default="", repr=False)
    """As the paper has it; empty: not said, so not compared."""


async def compare_paper(said: SaidPaper, *, caller: Caller, uow: UnitOfWork) -> Checked:
    """Return whom it checks.

    Raises `VERIFICATION_FAILED`, `FIELD_MISSING`, `FIELD_NOT_VALID` with `paper_number` or `name`,
    `CHANNEL_NOT_ALLOWED`, `NOT_YOURS`, `NO_SUCH_SUBSCRIBER`, `STATE_NOT_ALLOWED`.
    """
    must_be_checked_here(BY_PAPER, channel=caller.channel, field="paper_number")
    if caller.channel == HOTLINE and not said.name.strip():
        raise Invalid("FIELD_MISSING", "Say the name on your paper, too.", field="name")
    async with uow:
        subscriber = await read_own_subscriber(said.subscriber_id, caller=caller, uow=uow)
        await must_know_paper(said, subscriber, uow=uow)
    return Checked(subscriber.holder_id, subscriber.id, caller.channel, caller.id)


async def must_know_paper(said: SaidPaper, subscriber: Subscriber, *, uow: UnitOfWork) -> None:
    """Raise `VERIFICATION_FAILED` unless it is the one the holder registered with."""
    if not said.paper_number:
        raise Invalid("FIELD_MISSING", "Say the number of your paper.", field="paper_number")
    known = await uow.customers.get(subscriber.holder_id)
    paper = IdentityPaper.read(said.paper_type, said.paper_number)
    if known is None or not _is_of(said, paper, known.customer):
        sentence = "This is not the paper this customer registered with, or not its name."
        raise Refusal("VERIFICATION_FAILED", sentence, field="paper_number")


def _is_of(said: SaidPaper, paper: IdentityPaper, customer: Customer) -> bool:
    """Which of the two was wrong is told to nobody."""
    named = not said.name or compared(said.name) == compared(customer.person.name)
    return named and paper.identity == customer.paper.identity


async def check_paper(whom: Checked, *, earlier: str, uow: UnitOfWork, now: datetime) -> Proof:
    """Return its proof; raises `VERIFICATION_REQUIRED` where an earlier one does not fit."""
    async with uow:
        return await keep_check(Check.PAPER_KNOWN, whom, earlier=earlier, uow=uow, now=now)
