"""Let a proof belong to one order and to no other."""

from accounts.domain.steps import Errand, UseProof
from accounts.usecases.ports import Desk
from kernel.errors import Refusal


async def use_proof(step: UseProof, errand: Errand, *, desk: Desk) -> None:
    """Raises `VERIFICATION_REQUIRED` where it is unknown, too old or another order's."""
    proof = await desk.proofs.take(step.proof_id)
    if proof is None:
        raise Refusal("VERIFICATION_REQUIRED", "There is no such proof.")
    await desk.proofs.save(proof.used_by(errand.order_id, now=errand.now))


async def free_proof(step: UseProof, errand: Errand, *, desk: Desk) -> None:
    """As if it had not been used; its ten minutes go on."""
    proof = await desk.proofs.take(step.proof_id)
    if proof is not None:
        await desk.proofs.save(proof.freed_by(errand.order_id))
