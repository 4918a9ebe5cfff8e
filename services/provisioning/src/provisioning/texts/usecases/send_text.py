"""Send one text that is due: hold it back at night, hand it to the SMS centre, write down the rest.

Before it is handed over it is written down that it is: who finds it so after a crash knows that the
centre may have it.
"""

from dataclasses import dataclass, replace

from kernel.clock import Clock
from provisioning.elements.domain.answers import Silence
from provisioning.elements.domain.short_message import ShortMessage, Submission
from provisioning.elements.ports import SmsCentre
from provisioning.texts.domain.quiet_hours import QuietHours
from provisioning.texts.domain.receipt import key_of
from provisioning.texts.domain.sending import (
    LOOK_FOR_KEY,
    LOOK_FOR_NUMBER,
    Answered,
    act_of,
    answered,
)
from provisioning.texts.domain.text_message import (
    CODES_HELD,
    NUMBER_UNKNOWN,
    QUIET_HOURS,
    TEXT,
    TextAct,
    TextInHand,
    TextState,
)
from provisioning.texts.ports import Moved, UnitOfWork
from provisioning.texts.usecases.end_text import end_text
from provisioning.vault.domain.authentication import Shut


@dataclass(frozen=True, slots=True)
class Sending:
    """What sending needs beside the text."""

    centre: SmsCentre
    quiet_hours: QuietHours
    clock: Clock


async def send_text(text: TextInHand, *, uow: UnitOfWork, sending: Sending) -> TextState:
    """Return the state it is in then."""
    if text.state is TextState.SENDING:
        # Whoever handed it over died before the answer was written down.
        return await _note(text, Silence("lease"), uow=uow, sending=sending)
    if not text.is_urgent and await _is_held(text, uow=uow, sending=sending):
        return TextState.HELD
    message, state = await _begin(text, uow=uow, sending=sending)
    if message is None:
        return state
    answer = await sending.centre.submit(message)
    begun = replace(text, state=TextState.SENDING, sendings=text.sendings + 1)
    return await _note(begun, answer, uow=uow, sending=sending)


async def _is_held(text: TextInHand, *, uow: UnitOfWork, sending: Sending) -> bool:
    now = sending.clock.now()
    until = sending.quiet_hours.over_at(now)
    if until is None:
        return False
    moved = Moved(TEXT.after(text.state, TextAct.HOLD), QUIET_HOURS, now)
    await uow.texts.hold(text, moved, until=until)
    return True


async def _begin(
    text: TextInHand, *, uow: UnitOfWork, sending: Sending
) -> tuple[ShortMessage | None, TextState]:
    now = sending.clock.now()
    if isinstance(words := text.words, Shut):
        # The alert of what waits names the reason; a key or a backup may come until it is over.
        moved = Moved(TEXT.after(text.state, TextAct.POSTPONE), words.code, now)
        await uow.texts.postpone(text, moved, pause=LOOK_FOR_KEY, untaken=0)
        return None, moved.state
    number = text.msisdn or await uow.subscribers.number_of(text.subscriber_id)
    if not number:
        moved = Moved(TEXT.after(text.state, TextAct.POSTPONE), NUMBER_UNKNOWN, now)
        await uow.texts.postpone(text, moved, pause=LOOK_FOR_NUMBER, untaken=0)
        return None, moved.state
    if text.is_secret and await uow.profiles.holds_codes(number):
        moved = Moved(TEXT.after(text.state, TextAct.FAIL), CODES_HELD, now)
        async with uow:
            await end_text(text, moved, uow=uow)
        return None, moved.state
    reference = await uow.texts.begin(text, msisdn=number)
    message = ShortMessage(number, words, reference, text.expires_at - now)
    return message, TEXT.after(text.state, TextAct.BEGIN)


async def _note(
    text: TextInHand, answer: Submission, *, uow: UnitOfWork, sending: Sending
) -> TextState:
    now, outcome = sending.clock.now(), answered(text, answer)
    moved = Moved(TEXT.after(text.state, outcome.act), outcome.reason, now)
    async with uow:
        if outcome.act is TextAct.SUBMIT:
            return await _submitted(text, outcome, moved, uow=uow)
        if outcome.act is TextAct.POSTPONE:
            untaken = 0 if outcome.may_be_taken else 1
            await uow.texts.postpone(text, moved, pause=outcome.pause, untaken=untaken)
        else:
            await end_text(text, moved, uow=uow)
    return moved.state


async def _submitted(
    text: TextInHand, outcome: Answered, moved: Moved, *, uow: UnitOfWork
) -> TextState:
    key = key_of(outcome.message_id)
    if key:
        await uow.receipts.take_turn(key)
    await uow.texts.submit(text, moved, key=key)
    early = await uow.receipts.waiting(key) if key else None
    if early is None:
        return moved.state
    ended = Moved(TEXT.after(moved.state, act_of(early.fate)), early.code, moved.now)
    await end_text(replace(text, state=moved.state), ended, uow=uow)
    return ended.state
