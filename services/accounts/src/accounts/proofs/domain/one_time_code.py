"""A one-time code by text: when one may be sent, and how long it is good (rules 1.3, V2; 1.6).

The code itself is kept nowhere: what makes it is a secret key and what stands here.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from kernel.civil import civil_date, start_of_day
from kernel.errors import Invalid, Refusal, TryLater

DIGITS = 6


@dataclass(frozen=True, slots=True)
class CodePolicy:
    """The numbers of rules 1.6."""

    good_for: timedelta = timedelta(minutes=5)
    sent_a_day: int = 15
    tries: int = 3


@dataclass(frozen=True, slots=True)
class Wanted:
    """Whose handset a code is to be read from, and where it is going to be said."""

    subscriber_id: str
    holder_id: str
    channel: str
    request_id: str


@dataclass(frozen=True, slots=True)
class OneTimeCode:
    """A code of a number. A try counts as wrong until it was right."""

    wanted: Wanted
    sent_at: datetime
    day: date
    sent: int
    """How many were sent to the number on that day, with this one."""
    tries: int = 0
    is_used: bool = False

    def valid_until(self, policy: CodePolicy) -> datetime:
        """Return the first moment at which it is no longer good."""
        return self.sent_at + policy.good_for

    def left_today(self, policy: CodePolicy) -> int:
        return max(0, policy.sent_a_day - self.sent)

    def is_good_for(self, holder_id: str, *, channel: str) -> bool:
        """Tell whether it was asked for by who holds the number now, and here."""
        return (self.wanted.holder_id, self.wanted.channel) == (holder_id, channel)

    def tried(self, policy: CodePolicy, *, now: datetime) -> OneTimeCode:
        """Count a try before it is compared; raises `CODE_EXPIRED` for one that is good no more."""
        if self.is_used or self.tries >= policy.tries or now >= self.valid_until(policy):
            raise expired()
        return replace(self, tries=self.tries + 1)

    def used(self) -> OneTimeCode:
        """Return it after a right try; raises `CODE_EXPIRED` where it was right before."""
        if self.is_used:
            raise expired()
        return replace(self, is_used=True)


@dataclass(frozen=True, slots=True)
class SentCodes:
    """The last code of a number, and beside it those of other channels that may still be said.

    A code is good in one channel, so who asks in the hall voids none the holder asked for in the
    app. What is sent a day is counted over all of them.
    """

    last: OneTimeCode
    beside: tuple[OneTimeCode, ...] = ()

    def in_channel(self, channel: str) -> OneTimeCode | None:
        """Return the one that was asked for there."""
        codes = (self.last, *self.beside)
        return next((one for one in codes if one.wanted.channel == channel), None)

    def with_code(self, code: OneTimeCode) -> SentCodes:
        """Return them with this one as it is now, in its place."""
        if self.last.wanted.channel == code.wanted.channel:
            return replace(self, last=code)
        channel = code.wanted.channel
        return replace(
            self,
            beside=tuple(code if one.wanted.channel == channel else one for one in self.beside),
        )


def next_codes(
    before: SentCodes | None, wanted: Wanted, policy: CodePolicy, *, now: datetime
) -> SentCodes:
    """Return them with a code that takes the place of the last one of its channel.

    For the same request it is the same. Raises `CODE_LIMIT_EXCEEDED` with the seconds until 00:00
    in Shanghai.
    """
    today = civil_date(now)
    if before is None:
        return SentCodes(OneTimeCode(wanted, sent_at=now, day=today, sent=1))
    own = before.in_channel(wanted.channel)
    is_the_same = own is not None and own.wanted == wanted and own.day == today
    if own is not None and is_the_same and not own.is_used and now < own.valid_until(policy):
        return before
    sent = before.last.sent if before.last.day == today else 0
    if sent >= policy.sent_a_day:
        seconds = (start_of_day(today + timedelta(days=1)) - now).total_seconds()
        sentence = f"A number gets {policy.sent_a_day} codes a day at most."
        raise TryLater("CODE_LIMIT_EXCEEDED", sentence, seconds=seconds)
    others = tuple(
        one
        for one in (before.last, *before.beside)
        if one.wanted.channel != wanted.channel
        and not one.is_used
        and now < one.valid_until(policy)
    )
    return SentCodes(OneTimeCode(wanted, sent_at=now, day=today, sent=sent + 1), others)


def must_be_code(said: str) -> None:
    """Raise `FIELD_NOT_VALID` for what is not six digits: no code is, and none is guessed so."""
    if len(said) != DIGITS or not (said.isascii() and said.isdecimal()):
        raise Invalid("FIELD_NOT_VALID", "A code is six digits.", field="code")


def expired() -> Refusal:
    """Return the refusal of a code that is good no more, or was never sent."""
    return Refusal("CODE_EXPIRED", "No code is good here now: ask for a new one.", field="code")
