"""Compare what somebody says of the holder's paper, which nobody sees (rules 2.17, "V2+ID").

Whoever knows it may have read it somewhere: it is worth something beside another check alone.
"""

from dataclasses import dataclass, field
from datetime import datetime

from accounts.customers.domain.identity_paper import IdentityPaper
from accounts.proofs.domain.proof import Check, Checked, Proof, must_be_checked_here
from accounts.proofs.ports import UnitOfWork
from accounts.proofs.usecases.keep_check import keep_check
from accounts.proofs.usecases.read_own_subscriber import read_own_subscriber
from accounts.subscribers.domain.subscriber import Subscriber
from kernel.caller import Caller
from kernel.errors import Invalid, Refusal

BY_PAPER = frozenset({Check.PAPER_KNOWN})


@dataclass(frozen=True, slots=True)
class SaidPaper:
    """What was said, of which number's holder."""

    subscriber_id: str
    paper_type: str
    paper_number: str = field(repr=False)


async def compare_paper(said: SaidPaper, *, caller: Caller, uow: UnitOfWork) -> Checked:
    """Return whom it checks.

    Raises `VERIFICATION_FAILED`, `FIELD_MISSING`, `FIELD_NOT_VALID` with `paper_number`,
    `CHANNEL_NOT_ALLOWED`, `NOT_YOURS`, `NO_SUCH_SUBSCRIBER`, `STATE_NOT_ALLOWED`.
    """
    must_be_checked_here(BY_PAPER, channel=caller.channel, field="paper_number")
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
    if known is None or paper.identity != known.customer.paper.identity:
        sentence = "The paper is not the one this customer registered with."
        raise Refusal("VERIFICATION_FAILED", sentence, field="paper_number")


async def check_paper(whom: Checked, *, earlier: str, uow: UnitOfWork, now: datetime) -> Proof:
    """Return its proof; raises `VERIFICATION_REQUIRED` where an earlier one does not fit."""
    async with uow:
        return await keep_check(Check.PAPER_KNOWN, whom, earlier=earlier, uow=uow, now=now)
