"""Keep that somebody was checked, as a new proof or as one more check of an earlier one."""

from datetime import datetime

from accounts.proofs.domain.proof import Check, Checked, Proof
from accounts.proofs.ports import UnitOfWork
from kernel.errors import Refusal
from kernel.ids import new_id


async def keep_check(
    check: Check, whom: Checked, *, earlier: str, uow: UnitOfWork, now: datetime
) -> Proof:
    """Return the proof, which is good in this channel for this number alone.

    Raises `VERIFICATION_REQUIRED` where the earlier proof is nobody's, another's or too old.
    """
    if earlier:
        before = await uow.proofs.get_for_update(earlier)
        if before is None:
            sentence = "There is no proof with this id: check the person, and name that one."
            raise Refusal("VERIFICATION_REQUIRED", sentence, field="proof_id")
        proof = before.with_check(check, whom=whom, now=now)
        await uow.proofs.save(proof)
        return proof
    proof = Proof(
        id=new_id(),
        customer_id=whom.customer_id,
        checks=frozenset({check}),
        channel=whom.channel,
        checked_by=whom.by,
        checked_at=now,
        subscriber_id=whom.subscriber_id,
    )
    await uow.proofs.add(proof)
    return proof
