"""A proof: who was checked, how and where; good for ten minutes and one order (rules 1.3)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from kernel.errors import Invalid, NotAllowed, Refusal

GOOD_FOR = timedelta(minutes=10)
ANEW = "check the person anew, and name the new proof."
"""What is to be done about a proof that was good before."""
ELSEWHERE = f"This check was of somebody else, of another number or in another channel: {ANEW}"
HOW = (
    "What staff see (id_seen, face, letter_seen, relation_seen) is recorded by POST /v1/proofs; a"
    " password, a code, a paper's number is compared by POST /v1/subscribers/{id}/proofs, with the"
    " earlier proof named, which then has this check, too."
)
"""How what is missing gets into a proof."""


class Check(StrEnum):
    """How somebody is checked: V1, V9, V3, V2 of rules 1.3."""

    ID_SEEN = "id_seen"
    FACE = "face"
    SERVICE_PASSWORD = "service_password"  # noqa: S105 - the name of a way to check
    SMS_CODE = "sms_code"
    OLD_PASSWORD = "old_password"  # noqa: S105 - the name of a way to check
    """A right one that proves nothing else: it has to be changed first (R-PW-5)."""
    PAPER_KNOWN = "paper_known"
    """Who asks could say the number of the holder's paper, which nobody saw."""
    LETTER_SEEN = "letter_seen"
    """The original of a letter: of a unit's, that introduces (介绍信), or a proxy's (委托书)."""
    RELATION_SEEN = "relation_seen"
    """That a guardian is one: the household book, or a paper as good."""


class Role(StrEnum):
    """Who was checked: the customer, or who acts or uses a number for them (rules 1.1)."""

    HOLDER = "holder"
    AGENT = "agent"
    HANDLER = "handler"
    GUARDIAN = "guardian"
    USER = "user"


_OF_A_PERSON = frozenset({Check.ID_SEEN, Check.FACE})
_KNOWN = frozenset({Check.SERVICE_PASSWORD, Check.SMS_CODE, Check.OLD_PASSWORD, Check.PAPER_KNOWN})
"""What can be compared wherever something can be said."""
CHECKS_OF: Mapping[Role, frozenset[Check]] = {
    Role.HOLDER: _OF_A_PERSON | _KNOWN,
    Role.AGENT: _OF_A_PERSON | {Check.LETTER_SEEN},
    Role.HANDLER: _OF_A_PERSON | {Check.LETTER_SEEN},
    Role.GUARDIAN: _OF_A_PERSON | {Check.RELATION_SEEN},
    Role.USER: _OF_A_PERSON,
}
"""What can be checked of whom: a password is the number's, and so the holder's."""

CHECKS: Mapping[str, frozenset[Check]] = {
    "hall": frozenset(Check),
    "dealer": _OF_A_PERSON,
    "kiosk": CHECKS_OF[Role.HOLDER],
    "hotline": _KNOWN,
    "app": _KNOWN | {Check.FACE},
    "web": _KNOWN,
    "sms": _KNOWN,
}
"""What each channel is able to check."""
SEEN: Mapping[str, frozenset[Check]] = {
    "hall": _OF_A_PERSON | {Check.LETTER_SEEN, Check.RELATION_SEEN},
    "dealer": _OF_A_PERSON,
}
"""What staff record because they saw it: a password or a code is compared, never recorded."""

_TWICE = frozenset({Check.SERVICE_PASSWORD, Check.SMS_CODE})
FOR_A_LIST: Mapping[str, frozenset[Check]] = {
    "hall": frozenset({Check.ID_SEEN}),
    "kiosk": _TWICE | {Check.ID_SEEN},
    "web": _TWICE,
    "app": _TWICE,
}
"""What must have been checked before an itemised list is shown, and where it is (rules 2.19)."""

FOR_A_BALANCE: Mapping[str, tuple[frozenset[Check], ...]] = {
    "hall": (frozenset({Check.ID_SEEN}), frozenset({Check.SERVICE_PASSWORD})),
}
"""Where staff show a balance (余额查询) only after a check, and which is enough (rules 2.21).

Of a unit its paper is seen; an agent says the password. Elsewhere who signed in or calls from the
number is enough.
"""
NO_BALANCE = frozenset({"dealer"})
"""Where nobody is shown one."""


@dataclass(frozen=True, slots=True)
class Checked:
    """Whom a check is about, of which number, in which channel, and by whom it is made."""

    customer_id: str
    subscriber_id: str
    channel: str
    by: str


@dataclass(frozen=True, slots=True)
class Proof:
    """The record of a check, worth nothing in another channel.

    `used_by_order` is empty until an order took it. What was checked by a number's own password
    or handset names the number in `subscriber_id`, and is worth nothing for another one.
    """

    id: str
    customer_id: str
    checks: frozenset[Check]
    channel: str
    checked_by: str
    checked_at: datetime
    used_by_order: str = ""
    subscriber_id: str = ""
    role: Role = Role.HOLDER
    """Who was checked; `customer_id` is whom they came for."""

    @property
    def valid_until(self) -> datetime:
        """Return the first moment at which it is no longer good."""
        return self.checked_at + GOOD_FOR

    def used_by(self, order_id: str, *, now: datetime) -> Proof:
        """Return it as this order's; raises `VERIFICATION_REQUIRED` where it is used or too old."""
        if self.used_by_order not in {"", order_id}:
            raise Refusal("VERIFICATION_REQUIRED", f"This check has been used up: {ANEW}")
        self.must_be_young(now=now)
        return replace(self, used_by_order=order_id)

    def with_check(self, check: Check, *, whom: Checked, now: datetime) -> Proof:
        """Return it with one more check of the same person; it is good no longer for that.

        Raises `VERIFICATION_REQUIRED` where it is used, too old, another's or of another channel.
        """
        self.proves(frozenset(), whom=whom, now=now)
        checks = self.checks | {check}
        return replace(self, checks=checks, subscriber_id=whom.subscriber_id)

    def proves(self, needed: frozenset[Check], *, whom: Checked, now: datetime) -> None:
        """Raise `VERIFICATION_REQUIRED` unless it is unused and of this person, here and now."""
        if not self._is_of(whom):
            raise Refusal("VERIFICATION_REQUIRED", ELSEWHERE, field="proof_id")
        if not needed <= self.checks:
            raise Refusal("VERIFICATION_REQUIRED", self._lacks(needed), field="proof_id")
        self.used_by("", now=now)

    def shows_list_of(self, whom: Checked, *, now: datetime) -> None:
        """Let an itemised list be seen; raises `VERIFICATION_REQUIRED` where this is not enough.

        It does not matter whether an order used it: whoever is at the counter may do both.
        """
        needed = FOR_A_LIST.get(whom.channel)
        if needed is None:
            raise Refusal("VERIFICATION_REQUIRED", "No list is shown in this channel.")
        if not self._is_of(whom):
            raise Refusal("VERIFICATION_REQUIRED", ELSEWHERE)
        if not needed <= self.checks:
            raise Refusal("VERIFICATION_REQUIRED", self._lacks(needed))
        self.must_be_young(now=now)

    def shows_balance_of(
        self, whom: Checked, *, ways: Collection[frozenset[Check]], now: datetime
    ) -> None:
        """Let a balance be seen, by any of these ways; raises `VERIFICATION_REQUIRED`."""
        if not self._is_of(whom):
            raise Refusal("VERIFICATION_REQUIRED", ELSEWHERE)
        if not any(needed <= self.checks for needed in ways):
            raise Refusal("VERIFICATION_REQUIRED", self._lacks(*ways))
        self.must_be_young(now=now)

    def _lacks(self, *ways: frozenset[Check]) -> str:
        """Say what was not checked, by each way that would do, and how it is."""
        missing = " or ".join(sorted(" and ".join(sorted(way - self.checks)) for way in ways))
        return f"What was checked is not enough: {missing} is missing. {HOW}"

    def must_be_young(self, *, now: datetime) -> None:
        """Raise `VERIFICATION_REQUIRED` once its minutes are over."""
        if now >= self.valid_until:
            raise Refusal("VERIFICATION_REQUIRED", f"This check is older than ten minutes: {ANEW}")

    def _is_of(self, whom: Checked) -> bool:
        """Tell whether it was of this person, in this channel, and of no other number."""
        is_theirs = self.is_of(whom.customer_id) and self.channel == whom.channel
        return is_theirs and self.subscriber_id in {"", whom.subscriber_id}

    def is_of(self, customer_id: str) -> bool:
        """Tell whether this customer was checked, and not who acts for them."""
        return self.customer_id == customer_id and self.role is Role.HOLDER

    def freed_by(self, order_id: str) -> Proof:
        """Return it unused where it was this order's, else as it is."""
        return replace(self, used_by_order="") if self.used_by_order == order_id else self


def read_checks(kinds: Iterable[str], *, channel: str) -> frozenset[Check]:
    """Read kinds of checks staff say they made.

    Raises `Invalid` with `kinds`, or `CHANNEL_NOT_ALLOWED` for what nobody sees in the channel.
    """
    try:
        checks = frozenset(Check(kind) for kind in kinds)
    except ValueError:
        sentence = f"A check is one of these: {_named(SEEN.get(channel, frozenset()))}."
        raise Invalid("FIELD_NOT_VALID", sentence, field="kinds") from None
    if not checks:
        sentence = f"Say how it was checked: {_named(SEEN.get(channel, frozenset()))}."
        raise Invalid("FIELD_MISSING", sentence, field="kinds")
    if not checks <= SEEN.get(channel, frozenset()):
        sentence = (
            f"What is seen here is {_named(SEEN.get(channel, frozenset()))}; a password, a code or"
            " a paper's number is compared, not seen: /v1/subscribers/{id}/proofs."
        )
        raise NotAllowed("CHANNEL_NOT_ALLOWED", sentence, field="kinds")
    return checks


def read_role(text: str) -> Role:
    """Read who was checked, nothing for the holder; raises `Invalid` with `capacity`."""
    try:
        return Role(text) if text else Role.HOLDER
    except ValueError:
        sentence = f"Who is checked is one of these: {', '.join(Role)}."
        raise Invalid("FIELD_NOT_VALID", sentence, field="capacity") from None


def must_be_checked_of(role: Role, checks: frozenset[Check]) -> None:
    """Raise `FIELD_NOT_VALID` for a check that nobody in this role can pass."""
    if not checks <= CHECKS_OF[role]:
        sentence = f"Of the {role} is checked {_named(CHECKS_OF[role])}."
        raise Invalid("FIELD_NOT_VALID", sentence, field="kinds")


def _named(checks: Iterable[Check]) -> str:
    return ", ".join(sorted(checks)) or "nothing"


def must_be_checked_here(checks: frozenset[Check], *, channel: str, field: str) -> None:
    """Raise `CHANNEL_NOT_ALLOWED` for what the channel cannot check."""
    if not checks <= CHECKS.get(channel, frozenset()):
        raise NotAllowed("CHANNEL_NOT_ALLOWED", "This channel cannot check that.", field=field)


@dataclass(frozen=True, slots=True)
class UseProof:
    """A step of orders: let a proof belong to one of them."""

    proof_id: str
