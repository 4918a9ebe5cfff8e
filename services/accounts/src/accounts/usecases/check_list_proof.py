"""See that somebody was checked well enough to be shown an itemised list (详单)."""

from datetime import datetime

from accounts.domain.asker import Asker
from accounts.domain.proof import Proof
from accounts.usecases.ports import Desk, FactsAsked
from kernel.errors import Refusal


async def check_list_proof(
    proof_id: str, *, customer_id: str, asker: Asker, desk: Desk, now: datetime
) -> Proof:
    """Return the proof; raises `VERIFICATION_REQUIRED`, `NOT_YOURS`."""
    asker.must_own(customer_id)
    facts = await desk.facts(FactsAsked("", (), (), (), (proof_id,)))
    if not facts.proofs:
        raise Refusal("VERIFICATION_REQUIRED", "Say by which proof the holder was checked.")
    (proof,) = facts.proofs
    proof.shows_list_of(customer_id, now=now)
    return proof
