"""Say a new password before the order that sets it (服务密码修改, 服务密码重置; rules 2.17)."""

from dataclasses import dataclass, field
from datetime import datetime

from accounts.proofs.domain.prepared_password import PreparedPassword
from accounts.proofs.domain.proof import Check, Proof
from accounts.proofs.domain.service_password import PASSWORD, PasswordAct
from accounts.proofs.ports import UnitOfWork
from accounts.proofs.usecases.change_password import hash_of_new, must_be_another
from accounts.proofs.usecases.keep_check import keep_check
from accounts.proofs.usecases.read_own_subscriber import read_own_subscriber
from accounts.proofs.usecases.try_password import RightTry, Rules, still_right
from accounts.subscribers.domain.subscriber import Subscriber
from kernel.caller import Caller
from kernel.ids import new_id


@dataclass(frozen=True, slots=True)
class NewPassword:
    """What was said, of which number; with which proof before, where the old one is said, too."""

    subscriber_id: str
    new: str = field(repr=False)
    earlier: str = ""


@dataclass(frozen=True, slots=True)
class Prepared:
    """What an order is asked with; the proof where the old password was said, too."""

    password: PreparedPassword
    proof: Proof | None = None


async def prepare_password(
    said: NewPassword, *, caller: Caller, uow: UnitOfWork, rules: Rules, now: datetime
) -> Prepared:
    """Return what stands for a new password of this number, where the old one is not said.

    Raises `FIELD_NOT_VALID`, `PASSWORD_WEAK` with `new_password`, `NOT_YOURS`,
    `NO_SUCH_SUBSCRIBER`, `STATE_NOT_ALLOWED`.
    """
    async with uow:
        subscriber = await read_own_subscriber(said.subscriber_id, caller=caller, uow=uow)
    hash_ = await hash_of_new(said.new, of=subscriber, uow=uow, rules=rules)
    prepared = _prepared(hash_, subscriber, caller=caller, now=now)
    async with uow:
        await uow.prepared_passwords.add(prepared)
    return Prepared(prepared)


async def prepare_change(
    right: RightTry, said: NewPassword, *, uow: UnitOfWork, rules: Rules, now: datetime
) -> Prepared:
    """The old one fitted just now: it is proved with, even one that has to be changed (R-PW-5).

    Raises `FIELD_NOT_VALID`, `PASSWORD_WEAK`, `PASSWORD_SAME` with `new_password`,
    `VERIFICATION_REQUIRED` where an earlier proof does not fit.
    """
    must_be_another(said.new, right)
    hash_ = await hash_of_new(said.new, of=right.subscriber, uow=uow, rules=rules)
    prepared = _prepared(hash_, right.subscriber, caller=right.caller, now=now)
    async with uow:
        kept = (await still_right(right, uow=uow)).fitted()
        proves = (kept.state(rules.policy, now=now), PasswordAct.CHECK) in PASSWORD.moves
        check = Check.SERVICE_PASSWORD if proves else Check.OLD_PASSWORD
        proof = await keep_check(check, right.whom, earlier=said.earlier, uow=uow, now=now)
        await uow.prepared_passwords.add(prepared)
    return Prepared(prepared, proof)


def _prepared(
    hash_: str, subscriber: Subscriber, *, caller: Caller, now: datetime
) -> PreparedPassword:
    return PreparedPassword(
        id=new_id(),
        subscriber_id=subscriber.id,
        holder_id=subscriber.holder_id,
        hash=hash_,
        prepared_by=caller.id,
        channel=caller.channel,
        prepared_at=now,
    )
