"""See that somebody was checked well enough to be shown an itemised list (详单)."""

from datetime import datetime

from accounts.proofs.domain.proof import Proof
from accounts.proofs.ports import UnitOfWork
from kernel.caller import Caller
from kernel.errors import Refusal


async def check_list_proof(
    proof_id: str, *, customer_id: str, caller: Caller, uow: UnitOfWork, now: datetime
) -> Proof:
    """Return the proof; raises `VERIFICATION_REQUIRED`, `NOT_YOURS`."""
    caller.must_own(customer_id)
    proof = await uow.proofs.get(proof_id)
    if proof is None:
        raise Refusal("VERIFICATION_REQUIRED", "Say by which proof the holder was checked.")
    proof.shows_list_of(customer_id, now=now)
    return proof
