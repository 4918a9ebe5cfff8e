"""Values everybody shares: money, moments, levels, ids."""

import re
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import TypeVar
from uuid import UUID

from google.protobuf.message import Message
from google.protobuf.timestamp_pb2 import Timestamp

from billing.accounts.domain.level import Level, WantedFor
from boss.values.v1 import values_pb2
from kernel.errors import Invalid
from kernel.money import CNY, Money
from kernel.numbering import Msisdn

Word = TypeVar("Word", bound=StrEnum)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LONGEST_WORD = 128
_MONTH = re.compile(r"[12][0-9]{3}-(0[1-9]|1[0-2])")
_PAGE, _LARGEST_PAGE = 50, 1000
NANOS = 1_000_000_000
"""In a second."""
_REASONS = {
    WantedFor.ARREARS: values_pb2.STOP_REASON_ARREARS,
    WantedFor.HIGH_USAGE: values_pb2.STOP_REASON_HIGH_USAGE,
}
_LEVELS = {
    Level.NONE: values_pb2.BARRING_LEVEL_NONE,
    Level.ONE_WAY: values_pb2.BARRING_LEVEL_ONE_WAY,
    Level.TWO_WAY: values_pb2.BARRING_LEVEL_TWO_WAY,
}


def money_message(money: Money) -> values_pb2.Money:
    return values_pb2.Money(currency=money.currency, minor=money.minor)


def money_of(message: values_pb2.Money, *, field: str) -> Money:
    """Return an amount of our currency; raises `FIELD_MISSING` or `FIELD_NOT_VALID`."""
    if message.currency != CNY:
        raise _bad(message.currency, "Amounts are in CNY.", field=f"{field}.currency")
    return Money(message.currency, message.minor)


def reason_message(reason: WantedFor | None) -> values_pb2.StopReason:
    return _REASONS[reason] if reason else values_pb2.STOP_REASON_UNSPECIFIED


def level_message(level: Level) -> values_pb2.BarringLevel:
    return _LEVELS[level]


@lru_cache(maxsize=128)
def moment_message(moment: datetime) -> Timestamp:
    """Return a moment to be put into a message; a batch says most things of one moment."""
    return own_moment(moment)


def own_moment(moment: datetime) -> Timestamp:
    """Return a moment that nothing else of a batch has."""
    message = Timestamp()
    write_moment(message, moment)
    return message


def write_moment(into: Timestamp, moment: datetime) -> None:
    """Write a moment where it stands in its message: what is given to it is copied once more."""
    since = moment - EPOCH
    into.seconds = since.days * 86_400 + since.seconds
    into.nanos = since.microseconds * 1000


def write_money(into: values_pb2.Money, money: Money) -> None:
    """Write an amount where it stands in its message, as `write_moment` does."""
    into.currency = money.currency
    into.minor = money.minor


def moment_of(message: Timestamp) -> datetime:
    """Return the microsecond it lies in; raises ValueError or OverflowError where it is none."""
    nanos = message.nanos
    if not 0 <= nanos < NANOS:
        raise ValueError(f"a second has no {nanos} nanoseconds")
    return EPOCH + timedelta(0, message.seconds, nanos // 1000)


def moment_asked(message: Message, *, field: str) -> datetime | None:
    """Return a moment of a request, None where nothing is said; raises `FIELD_NOT_VALID`."""
    if not message.HasField(field):
        return None
    try:
        return moment_of(getattr(message, field))
    except (ValueError, OverflowError):
        raise Invalid("FIELD_NOT_VALID", "This is not a moment.", field=field) from None


def word_of(text: str, *, field: str) -> str:
    """Return a name, code or reference; raises `FIELD_MISSING` or `FIELD_NOT_VALID`."""
    if not text or len(text) > _LONGEST_WORD or not text.isprintable():
        sentence = f"Say this in 1 to {_LONGEST_WORD} printable characters."
        raise _bad(text, sentence, field=field)
    return text


def one_of(words: type[Word], text: str, *, field: str) -> Word | None:
    """Return which word is said, None where nothing is; raises `FIELD_NOT_VALID`."""
    if not text:
        return None
    try:
        return words(text)
    except ValueError:
        sentence = f"One of {', '.join(words)}."
        raise Invalid("FIELD_NOT_VALID", sentence, field=field) from None


def code_of(text: str, *, field: str) -> str:
    """Return a code, empty where there is none; raises `FIELD_NOT_VALID`."""
    return word_of(text, field=field) if text else ""


def reason_of(text: str) -> str:
    """Return why something is done, empty where nobody said; raises `FIELD_NOT_VALID`."""
    return word_of(text, field="reason") if text else ""


def msisdn_of(text: str, *, field: str) -> str:
    """Return a number in international form; raises `FIELD_MISSING` or `FIELD_NOT_VALID`."""
    try:
        return Msisdn(text).value
    except ValueError:
        raise _bad(text, "This is not a number.", field=field) from None


def id_of(text: str, *, field: str) -> str:
    """Return an id in its usual form; raises `FIELD_MISSING` or `FIELD_NOT_VALID`."""
    try:
        return str(UUID(text))
    except ValueError:
        raise _bad(text, "This is not an id.", field=field) from None


FIRST_YEAR, LAST_YEAR = 2000, 2199


def month_of(text: str, *, field: str) -> date:
    """Return the first of a month such as 2026-10; raises `FIELD_MISSING` or `FIELD_NOT_VALID`."""
    if not _MONTH.fullmatch(text):
        raise _bad(text, "This is not a month.", field=field)
    return date.fromisoformat(f"{text}-01")


def day_of(text: str, *, field: str) -> date | None:
    """Return a day, None where none is said; raises `FIELD_NOT_VALID`.

    Written YYYY-MM-DD and no other way of ISO 8601, in years that can be reckoned with.
    """
    if not text:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = None
    if day is None or day.isoformat() != text or not FIRST_YEAR <= day.year <= LAST_YEAR:
        sentence = f"A day is YYYY-MM-DD, in the years {FIRST_YEAR} to {LAST_YEAR}."
        raise Invalid("FIELD_NOT_VALID", sentence, field=field)
    return day


def _bad(text: str, sentence: str, *, field: str) -> Invalid:
    if not text:
        return Invalid("FIELD_MISSING", sentence, field=field)
    return Invalid("FIELD_NOT_VALID", sentence, field=field)


def page_size(asked: int) -> int:
    """Return how much is shown at once at most."""
    return min(asked, _LARGEST_PAGE) if asked > 0 else _PAGE
