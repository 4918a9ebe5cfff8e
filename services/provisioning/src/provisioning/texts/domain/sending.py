"""What the answer of the SMS centre makes of a text.

SMPP knows no repetition: a submission that is not answered may have been taken. It is handed over
once more, after a pause in which a receipt would tell, and never a third time: so a text comes
twice at most, and is never given up in silence.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import assert_never

from provisioning.elements.domain.answers import NotNow, Silence
from provisioning.elements.domain.short_message import Fate, Submission, Taken, TurnedAway
from provisioning.texts.domain.text_message import UNANSWERED, UNCONFIRMED, TextAct, TextInHand

MOST_SENDINGS = 2
FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=1), timedelta(minutes=1)
PAUSE_AFTER_SILENCE = timedelta(seconds=20)
LOOK_FOR_NUMBER = timedelta(seconds=30)
LOOK_FOR_KEY = timedelta(minutes=1)
RECEIPT_IS_LATE = timedelta(hours=1)
"""So long after its validity the end of a text that was handed over is waited for."""
MOST_DOUBLINGS = 6


@dataclass(frozen=True, slots=True)
class Answered:
    """Where a text goes on from what the centre answered; `pause` only before another try."""

    act: TextAct
    reason: str = ""
    message_id: str = ""
    pause: timedelta = timedelta()
    may_be_taken: bool = True
    """The centre may have it."""


def answered(text: TextInHand, answer: Submission) -> Answered:
    """`text` as it was handed over: its `sendings` count this time."""
    match answer:
        case Taken(message_id=message_id):
            return Answered(TextAct.SUBMIT, message_id=message_id)
        case TurnedAway(code=code):
            return Answered(TextAct.FAIL, reason=code, may_be_taken=False)
        case NotNow(code=code):
            pause = pause_after(text.tries)
            return Answered(TextAct.POSTPONE, reason=code, pause=pause, may_be_taken=False)
        case Silence():
            return _unanswered(text)
        case _:
            assert_never(answer)


def pause_after(tries: int) -> timedelta:
    """Return how long until the next try: doubling, a minute at most."""
    doubled = FIRST_PAUSE * (1 << min(tries, MOST_DOUBLINGS))
    return min(doubled, LONGEST_PAUSE)


def act_of(fate: Fate) -> TextAct:
    """Return what a receipt makes of its text."""
    match fate:
        case Fate.DELIVERED:
            return TextAct.DELIVER
        case Fate.FAILED:
            return TextAct.FAIL
        case Fate.EXPIRED:
            return TextAct.EXPIRE
        case _:
            assert_never(fate)


def _unanswered(text: TextInHand) -> Answered:
    if text.sendings < MOST_SENDINGS:
        return Answered(TextAct.POSTPONE, reason=UNANSWERED, pause=PAUSE_AFTER_SILENCE)
    return Answered(TextAct.SUBMIT, reason=UNCONFIRMED)
