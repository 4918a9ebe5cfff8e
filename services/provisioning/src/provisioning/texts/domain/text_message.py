"""A text and the states it goes through until a handset has it or nobody tries any more."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum, auto

from kernel.lifecycle import Lifecycle
from provisioning.vault.domain.authentication import Shut


class TextState(StrEnum):
    ASKED = auto()
    HELD = auto()
    SENDING = auto()
    SUBMITTED = auto()
    DELIVERED = auto()
    FAILED = auto()
    EXPIRED = auto()


class TextAct(StrEnum):
    HOLD = auto()
    BEGIN = auto()
    POSTPONE = auto()
    SUBMIT = auto()
    DELIVER = auto()
    FAIL = auto()
    EXPIRE = auto()


_S, _A = TextState, TextAct
_ON_THE_WAY = (_S.ASKED, _S.HELD, _S.SENDING, _S.SUBMITTED)

TEXT = Lifecycle(
    name="text",
    states=TextState,
    starts=frozenset({_S.ASKED}),
    moves={
        (_S.ASKED, _A.HOLD): _S.HELD,
        (_S.ASKED, _A.BEGIN): _S.SENDING,
        (_S.ASKED, _A.POSTPONE): _S.ASKED,
        (_S.HELD, _A.HOLD): _S.HELD,
        (_S.HELD, _A.BEGIN): _S.SENDING,
        (_S.HELD, _A.POSTPONE): _S.ASKED,
        # The centre was busy or away, or did not answer: once more.
        (_S.SENDING, _A.POSTPONE): _S.ASKED,
        (_S.SENDING, _A.SUBMIT): _S.SUBMITTED,
        # A receipt may overtake the answer to the submission, and what we make of its silence.
        **{(state, _A.DELIVER): _S.DELIVERED for state in _ON_THE_WAY},
        **{(state, _A.FAIL): _S.FAILED for state in _ON_THE_WAY},
        **{(state, _A.EXPIRE): _S.EXPIRED for state in _ON_THE_WAY},
    },
    ends=frozenset({_S.DELIVERED, _S.FAILED, _S.EXPIRED}),
)

QUIET_HOURS = "QUIET_HOURS"
NUMBER_UNKNOWN = "NUMBER_UNKNOWN"
CODES_HELD = "CODES_HELD"
UNANSWERED = "UNANSWERED"
UNCONFIRMED = "UNCONFIRMED"
NOT_SENT_IN_TIME = "NOT_SENT_IN_TIME"
NO_RECEIPT = "NO_RECEIPT"


@dataclass(frozen=True, slots=True)
class NewText:
    """A text as it is asked for; without `msisdn` its number is looked up when it is sent."""

    id: str
    subscriber_id: str
    msisdn: str
    template: str
    language: str
    words: str = field(repr=False)
    is_urgent: bool
    is_secret: bool
    asked_at: datetime
    expires_at: datetime
    order_id: str = ""
    traceparent: str = ""


@dataclass(frozen=True, slots=True)
class TextInHand:
    """A text that is worked on: `turn` must still be its turn at every write."""

    id: str
    turn: int
    subscriber_id: str
    msisdn: str
    words: str | Shut = field(repr=False)
    """Or why they do not open: this text waits, no other one."""
    state: TextState
    is_urgent: bool
    is_secret: bool
    expires_at: datetime
    sendings: int
    """How often the centre may have taken it."""
    tries: int
    order_id: str = ""
    traceparent: str = ""
