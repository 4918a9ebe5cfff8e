"""See that somebody was checked well enough for staff to show them a balance (余额查询)."""

from datetime import datetime

from accounts.proofs.domain.proof import FOR_A_BALANCE, HOW, NO_BALANCE, Checked
from accounts.proofs.ports import UnitOfWork
from accounts.proofs.usecases.check_list_proof import Line
from kernel.caller import Caller
from kernel.errors import NotAllowed, Refusal


async def check_balance_proof(
    proof_id: str, *, whose: Line, caller: Caller, uow: UnitOfWork, now: datetime
) -> None:
    """Raises `VERIFICATION_REQUIRED`, `CHANNEL_NOT_ALLOWED`, `NOT_YOURS` (rules 2.21)."""
    caller.must_own(whose.customer_id)
    if caller.channel in NO_BALANCE:
        raise NotAllowed("CHANNEL_NOT_ALLOWED", "Nobody is shown a balance here.")
    ways = FOR_A_BALANCE.get(caller.channel)
    if not caller.staff or ways is None:
        return
    proof = await uow.proofs.get(proof_id)
    if proof is None:
        sentence = f"Say by which proof the holder was checked; there is none with this id. {HOW}"
        raise Refusal("VERIFICATION_REQUIRED", sentence, field="proof_id")
    whom = Checked(whose.customer_id, whose.subscriber_id, caller.channel, caller.id)
    proof.shows_balance_of(whom, ways=ways, now=now)
