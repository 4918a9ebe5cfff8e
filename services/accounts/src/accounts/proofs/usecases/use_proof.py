"""Let a proof belong to one order and to no other."""

from datetime import datetime

from accounts.proofs.domain.proof import UseProof
from accounts.proofs.ports import UnitOfWork
from kernel.errors import Refusal


async def use_proof(step: UseProof, *, order_id: str, now: datetime, uow: UnitOfWork) -> None:
    """Raises `VERIFICATION_REQUIRED` where it is unknown, too old or another order's."""
    proof = await uow.proofs.get_for_update(step.proof_id)
    if proof is None:
        raise Refusal(
            "VERIFICATION_REQUIRED",
            "There is no proof with this id: check the person, and name that one.",
        )
    await uow.proofs.save(proof.used_by(order_id, now=now))


async def free_proof(step: UseProof, *, order_id: str, uow: UnitOfWork) -> None:
    """As if it had not been used; its ten minutes go on."""
    proof = await uow.proofs.get_for_update(step.proof_id)
    if proof is not None:
        await uow.proofs.save(proof.freed_by(order_id))
