"""Compare what somebody read on a handset with the code that was sent there (rules 1.3, V2).

The try is counted, and the count kept, before it is compared: so many at once are not more tries.
"""

from dataclasses import dataclass, field
from datetime import datetime

from accounts.proofs.domain.one_time_code import OneTimeCode, SentCodes, expired, must_be_code
from accounts.proofs.domain.proof import Check, Checked, Proof, must_be_checked_here
from accounts.proofs.ports import UnitOfWork
from accounts.proofs.usecases.keep_check import keep_check
from accounts.proofs.usecases.read_own_subscriber import read_own_subscriber
from accounts.proofs.usecases.send_code import BY_CODE, CodeRules
from accounts.subscribers.domain.subscriber import Subscriber
from kernel.caller import Caller
from kernel.errors import Refusal


@dataclass(frozen=True, slots=True)
class CodeTry:
    """What was said, of which number."""

    subscriber_id: str
    code: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class RightCode:
    """The code that was said, and whom it checks."""

    whom: Checked
    code: OneTimeCode


async def try_code(
    said: CodeTry, *, caller: Caller, uow: UnitOfWork, rules: CodeRules, now: datetime
) -> RightCode:
    """Return what it fitted; call it outside of any transaction, as a refusal keeps the count.

    What can be no code is no try. Raises `FIELD_NOT_VALID`, `CODE_WRONG`, `CODE_EXPIRED` with
    `code`, `CHANNEL_NOT_ALLOWED`, `NOT_YOURS`, `NO_SUCH_SUBSCRIBER`, `STATE_NOT_ALLOWED`.
    """
    must_be_checked_here(BY_CODE, channel=caller.channel, field="code")
    must_be_code(said.code)
    async with uow:
        subscriber = await read_own_subscriber(said.subscriber_id, caller=caller, uow=uow)
        sent = await uow.codes.get_for_update(subscriber.id)
        if sent is None:
            raise expired()
        kept = _said_here(sent, subscriber, channel=caller.channel)
        counted = kept.tried(rules.policy, now=now)
        await uow.codes.save(sent.with_code(counted))
    if not rules.making.fits(said.code, counted):
        raise Refusal("CODE_WRONG", "This is not the code that was sent.", field="code")
    whom = Checked(subscriber.holder_id, subscriber.id, caller.channel, caller.id)
    return RightCode(whom, counted)


async def check_code(right: RightCode, *, earlier: str, uow: UnitOfWork, now: datetime) -> Proof:
    """Use the code up and return its proof, in the channel it was asked for in.

    Raises `CODE_EXPIRED` where it was used or replaced in between, `VERIFICATION_REQUIRED` where an
    earlier proof does not fit.
    """
    async with uow:
        sent = await uow.codes.get_for_update(right.whom.subscriber_id)
        kept = sent.in_channel(right.whom.channel) if sent else None
        if sent is None or kept is None or kept.wanted != right.code.wanted:
            raise expired()
        await uow.codes.save(sent.with_code(kept.used()))
        return await keep_check(Check.SMS_CODE, right.whom, earlier=earlier, uow=uow, now=now)


def _said_here(sent: SentCodes, subscriber: Subscriber, *, channel: str) -> OneTimeCode:
    kept = sent.in_channel(channel)
    if kept is None or not kept.is_good_for(subscriber.holder_id, channel=channel):
        raise expired()
    return kept
