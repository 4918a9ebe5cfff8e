"""Send a one-time code to a number (rules 1.3, V2)."""

from dataclasses import dataclass
from datetime import datetime

from accounts.proofs.domain.one_time_code import CodePolicy, OneTimeCode, Wanted, next_codes
from accounts.proofs.domain.proof import Check, must_be_checked_here
from accounts.proofs.ports import CodeMaking, CodeSending, CodeText, UnitOfWork
from accounts.proofs.usecases.read_own_subscriber import read_own_subscriber
from accounts.subscribers.domain.stop import Level
from kernel.caller import Caller
from kernel.errors import NotAllowed
from kernel.ids import derived_id

BY_CODE = frozenset({Check.SMS_CODE})


@dataclass(frozen=True, slots=True)
class CodeRules:
    """What all acts about codes go by: how one is made and sent, and the manual's numbers."""

    making: CodeMaking
    sending: CodeSending
    policy: CodePolicy


@dataclass(frozen=True, slots=True)
class CodeRequest:
    """Of which number a code is wanted, by which request."""

    subscriber_id: str
    request_id: str


async def send_code(
    request: CodeRequest, *, caller: Caller, uow: UnitOfWork, rules: CodeRules, now: datetime
) -> OneTimeCode:
    """Count it, then send it; call it outside of any transaction.

    It takes the place of the one that was asked for in the same channel. Sent again, the same
    request sends the same text, which is delivered once.
    Raises `CODE_LIMIT_EXCEEDED`, `CHANNEL_NOT_ALLOWED`, `NOT_YOURS`, `NO_SUCH_SUBSCRIBER`,
    `STATE_NOT_ALLOWED` for a number that gets no texts, and what keeps codes from it.
    """
    must_be_checked_here(BY_CODE, channel=caller.channel, field="subscriber_id")
    async with uow:
        subscriber = await read_own_subscriber(request.subscriber_id, caller=caller, uow=uow)
        if subscriber.level is Level.TWO_WAY:
            raise NotAllowed("STATE_NOT_ALLOWED", "The number is stopped: it gets no texts.")
        wanted = Wanted(
            subscriber_id=subscriber.id,
            holder_id=subscriber.holder_id,
            channel=caller.channel,
            request_id=request.request_id,
        )
        before = await uow.codes.get_for_update(subscriber.id)
        codes = next_codes(before, wanted, rules.policy, now=now)
        await uow.codes.save(codes)
    code = codes.in_channel(wanted.channel) or codes.last
    await rules.sending.send(
        CodeText(
            id=derived_id("code", subscriber.id, request.request_id, code.sent_at.isoformat()),
            msisdn=subscriber.number.msisdn.value,
            code=rules.making.digits(code),
            valid_seconds=int(rules.policy.good_for.total_seconds()),
        )
    )
    return code
