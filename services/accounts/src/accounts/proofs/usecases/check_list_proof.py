"""See that somebody was checked well enough to be shown an itemised list (详单)."""

from dataclasses import dataclass
from datetime import datetime

from accounts.proofs.domain.proof import HOW, Checked, Proof
from accounts.proofs.ports import UnitOfWork
from kernel.caller import Caller
from kernel.errors import Refusal


@dataclass(frozen=True, slots=True)
class Line:
    """Whose list is to be shown, and of which number."""

    customer_id: str
    subscriber_id: str


async def check_list_proof(
    proof_id: str, *, whose: Line, caller: Caller, uow: UnitOfWork, now: datetime
) -> Proof:
    """Return the proof; raises `VERIFICATION_REQUIRED`, `NOT_YOURS`."""
    caller.must_own(whose.customer_id)
    proof = await uow.proofs.get(proof_id)
    if proof is None:
        sentence = f"Say by which proof the holder was checked; there is none with this id. {HOW}"
        raise Refusal("VERIFICATION_REQUIRED", sentence, field="proof_id")
    whom = Checked(whose.customer_id, whose.subscriber_id, caller.channel, caller.id)
    proof.shows_list_of(whom, now=now)
    return proof
