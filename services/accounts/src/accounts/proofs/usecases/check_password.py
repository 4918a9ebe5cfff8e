"""Make a proof of a password that fitted (rules 1.3, V3)."""

from datetime import datetime

from accounts.proofs.domain.proof import Check, Proof
from accounts.proofs.ports import UnitOfWork
from accounts.proofs.usecases.keep_check import keep_check
from accounts.proofs.usecases.try_password import RightTry, Rules, still_right


async def check_password(
    right: RightTry, *, earlier: str, uow: UnitOfWork, rules: Rules, now: datetime
) -> Proof:
    """Return the proof, in the channel it was said in.

    Raises `PASSWORD_INITIAL` and `PASSWORD_EXPIRED` (R-PW-5), `VERIFICATION_REQUIRED` where an
    earlier proof does not fit.
    """
    async with uow:
        kept = await still_right(right, uow=uow)
        kept.must_prove(rules.policy, now=now)
        return await keep_check(
            Check.SERVICE_PASSWORD, right.whom, earlier=earlier, uow=uow, now=now
        )
