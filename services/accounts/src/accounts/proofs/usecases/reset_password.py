"""Set a service password that was forgotten (服务密码重置, rules 2.17 and the matrix of 2.21)."""

from dataclasses import dataclass, field
from datetime import datetime

from accounts.proofs.domain.events import told_of_password
from accounts.proofs.domain.proof import Check, Checked
from accounts.proofs.domain.service_password import PasswordAct, first_password
from accounts.proofs.ports import UnitOfWork
from accounts.proofs.usecases.change_password import hash_of_new
from accounts.proofs.usecases.check_paper import SaidPaper, must_know_paper
from accounts.proofs.usecases.read_own_subscriber import must_not_be_stopped, read_own_subscriber
from accounts.proofs.usecases.try_password import Rules
from accounts.subscribers.domain.subscriber import Subscriber
from kernel.caller import Caller
from kernel.errors import Refusal

PAPER_SEEN = frozenset({Check.ID_SEEN})
BY_CODE = frozenset({Check.SMS_CODE})
HALL = "hall"


@dataclass(frozen=True, slots=True)
class Reset:
    """The new password, and why it may be set: a proof, and by the holder the paper's number."""

    request_id: str
    subscriber_id: str
    proof_id: str
    new_password: str = field(repr=False)
    paper_type: str = ""
    paper_number: str = field(default="", repr=False)


async def reset_password(
    reset: Reset, *, caller: Caller, uow: UnitOfWork, rules: Rules, now: datetime
) -> None:
    """Staff in the hall with the paper seen, in any live state (C7), or the holder by a code.

    What staff set is initial: they have heard it. The proof is used up.
    Raises `VERIFICATION_REQUIRED`, `VERIFICATION_FAILED` for another paper, `FIELD_NOT_VALID`,
    `PASSWORD_WEAK`, `PASSWORD_LOCKED`, `PASSWORD_CHANGES_EXCEEDED`, `STATE_NOT_ALLOWED`,
    `NOT_YOURS`, `NO_SUCH_SUBSCRIBER`.
    """
    act = PasswordAct.RESET_BY_STAFF if caller.works_here else PasswordAct.RESET_BY_HOLDER
    async with uow:
        subscriber = await read_own_subscriber(reset.subscriber_id, caller=caller, uow=uow)
        if act is PasswordAct.RESET_BY_HOLDER:
            must_not_be_stopped(subscriber)
            # V2 alone is whoever holds the handset: the holder knows the paper's number, too.
            said = SaidPaper(subscriber.id, reset.paper_type, reset.paper_number)
            await must_know_paper(said, subscriber, uow=uow)
        hash_ = await hash_of_new(reset.new_password, of=subscriber, uow=uow, rules=rules)
        await _use_up(reset, subscriber, caller=caller, uow=uow, now=now)
        before = await uow.passwords.get_for_update(subscriber.id)
        if before is None or before.holder_id != subscriber.holder_id:
            after = first_password(subscriber.id, subscriber.holder_id, hash_, act, now=now)
        else:
            after = before.reset(hash_, act, rules.policy, now=now)
        await uow.passwords.save(after)
        await uow.publish([told_of_password(subscriber.id, now=now)], now=now)


async def _use_up(
    reset: Reset, subscriber: Subscriber, *, caller: Caller, uow: UnitOfWork, now: datetime
) -> None:
    proof = await uow.proofs.get_for_update(reset.proof_id)
    if proof is None or (caller.works_here and caller.channel != HALL):
        sentence = (
            "A password is reset in the hall with a proof that the paper was seen (id_seen,"
            " /v1/proofs), or by one of a code sent to the number (/v1/subscribers/{id}/codes, then"
            " …/proofs)."
        )
        raise Refusal("VERIFICATION_REQUIRED", sentence, field="proof_id")
    whom = Checked(subscriber.holder_id, subscriber.id, caller.channel, caller.id)
    proof.proves(PAPER_SEEN if caller.works_here else BY_CODE, whom=whom, now=now)
    await uow.proofs.save(proof.used_by(f"reset {reset.request_id}", now=now))
