"""Change a service password by saying the old one (服务密码修改, rules 2.17)."""

from datetime import datetime

from accounts.proofs.domain.events import told_of_password
from accounts.proofs.domain.weak_password import must_be_strong
from accounts.proofs.ports import UnitOfWork
from accounts.proofs.usecases.read_own_subscriber import must_not_be_stopped
from accounts.proofs.usecases.try_password import RightTry, Rules, still_right
from accounts.subscribers.domain.subscriber import Subscriber
from kernel.errors import NotFound, Refusal


async def change_password(
    right: RightTry, *, new: str, uow: UnitOfWork, rules: Rules, now: datetime
) -> None:
    """The old one fitted just now; the new one is kept instead.

    Raises `FIELD_NOT_VALID`, `PASSWORD_WEAK`, `PASSWORD_SAME` with `new_password`,
    `PASSWORD_CHANGES_EXCEEDED`, `STATE_NOT_ALLOWED`.
    """
    must_not_be_stopped(right.subscriber)
    must_be_another(new, right)
    hash_ = await hash_of_new(new, of=right.subscriber, uow=uow, rules=rules)
    async with uow:
        kept = await still_right(right, uow=uow)
        await uow.passwords.save(kept.changed(hash_, rules.policy, now=now))
        await uow.publish([told_of_password(right.subscriber.id, now=now)], now=now)


def must_be_another(new: str, right: RightTry) -> None:
    """Raise `PASSWORD_SAME` for the one that is kept already."""
    if new == right.said.password:
        raise Refusal("PASSWORD_SAME", "The new one is the old one.", field="new_password")


async def hash_of_new(new: str, *, of: Subscriber, uow: UnitOfWork, rules: Rules) -> str:
    """Return what is kept of a new password; raises `FIELD_NOT_VALID`, `PASSWORD_WEAK`."""
    async with uow:
        holder = await uow.customers.get(of.holder_id)
    if holder is None:
        raise NotFound("NO_SUCH_CUSTOMER", "There is no such customer.")
    paper = holder.customer.paper.number
    must_be_strong(new, msisdn=of.number.msisdn.value, paper_number=paper)
    return await rules.hashing.hash(new, owner=of.id)
