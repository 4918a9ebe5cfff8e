"""A service password (服务密码) of a number: its states, and what each allows (rules 2.17)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from kernel.civil import civil_date, first_of_month, start_of_day
from kernel.errors import NotAllowed, Refusal, TryLater
from kernel.lifecycle import Lifecycle


class PasswordState(StrEnum):
    """Locked and expired follow from the clock and are kept nowhere."""

    INITIAL = "initial"
    """Somebody else has heard it: it proves nothing until it was changed (R-PW-5)."""
    NORMAL = "normal"
    LOCKED = "locked"
    EXPIRED = "expired"


class PasswordAct(StrEnum):
    CHECK = "check"
    CHANGE = "change"
    RESET_BY_HOLDER = "reset_by_holder"
    RESET_BY_STAFF = "reset_by_staff"
    LOCK = "lock"
    EXPIRE = "expire"


PASSWORD = Lifecycle(
    name="password",
    states=PasswordState,
    starts=frozenset({PasswordState.INITIAL, PasswordState.NORMAL}),
    moves={
        (PasswordState.INITIAL, PasswordAct.CHANGE): PasswordState.NORMAL,
        (PasswordState.INITIAL, PasswordAct.RESET_BY_HOLDER): PasswordState.NORMAL,
        (PasswordState.INITIAL, PasswordAct.RESET_BY_STAFF): PasswordState.INITIAL,
        (PasswordState.INITIAL, PasswordAct.LOCK): PasswordState.LOCKED,
        (PasswordState.NORMAL, PasswordAct.CHECK): PasswordState.NORMAL,
        (PasswordState.NORMAL, PasswordAct.CHANGE): PasswordState.NORMAL,
        (PasswordState.NORMAL, PasswordAct.RESET_BY_HOLDER): PasswordState.NORMAL,
        (PasswordState.NORMAL, PasswordAct.RESET_BY_STAFF): PasswordState.INITIAL,
        (PasswordState.NORMAL, PasswordAct.LOCK): PasswordState.LOCKED,
        (PasswordState.NORMAL, PasswordAct.EXPIRE): PasswordState.EXPIRED,
        (PasswordState.EXPIRED, PasswordAct.CHANGE): PasswordState.NORMAL,
        (PasswordState.EXPIRED, PasswordAct.RESET_BY_HOLDER): PasswordState.NORMAL,
        (PasswordState.EXPIRED, PasswordAct.RESET_BY_STAFF): PasswordState.INITIAL,
        (PasswordState.EXPIRED, PasswordAct.LOCK): PasswordState.LOCKED,
        # Within the day only the hall helps; the next day it is what it was before (C7).
        (PasswordState.LOCKED, PasswordAct.RESET_BY_STAFF): PasswordState.INITIAL,
    },
    ends=frozenset(),
)
_WHY_NOT: Mapping[PasswordState, tuple[str, str]] = {
    PasswordState.INITIAL: ("PASSWORD_INITIAL", "Change the password before it is used."),
    PasswordState.EXPIRED: ("PASSWORD_EXPIRED", "The password is too old: change it first."),
}


@dataclass(frozen=True, slots=True)
class PasswordPolicy:
    """The numbers of rules 1.6 and 2.17."""

    tries_a_day: int = 3
    changes_a_month: int = 3
    good_for: timedelta = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class ServicePassword:
    """What is kept of a password; `given` is initial or normal. A new holder has none yet."""

    subscriber_id: str
    holder_id: str
    hash: str = field(repr=False)
    given: PasswordState
    changed_at: datetime
    changes_month: date
    changes: int
    tries_day: date
    wrong: int = 0
    """Tries of `tries_day` since the last right one; a try counts as wrong until it was right."""

    def state(self, policy: PasswordPolicy, *, now: datetime) -> PasswordState:
        """Return where it is in its life now."""
        if self.tries_day == civil_date(now) and self.wrong >= policy.tries_a_day:
            return PASSWORD.after(self.given, PasswordAct.LOCK)
        if self.given is PasswordState.NORMAL and now >= self.changed_at + policy.good_for:
            return PASSWORD.after(self.given, PasswordAct.EXPIRE)
        return self.given

    def tried(self, policy: PasswordPolicy, *, now: datetime) -> ServicePassword:
        """Count a try before it is compared; raises `PASSWORD_LOCKED` until the day is over."""
        if self.state(policy, now=now) is PasswordState.LOCKED:
            raise locked(now=now)
        today = civil_date(now)
        wrong = self.wrong if self.tries_day == today else 0
        return replace(self, tries_day=today, wrong=wrong + 1)

    def fitted(self) -> ServicePassword:
        """Return it after a right try: the wrong ones before are forgotten."""
        return replace(self, wrong=0)

    def locked_again(self, policy: PasswordPolicy, *, now: datetime) -> ServicePassword:
        """Return it as after too many wrong tries of today."""
        return replace(self, tries_day=civil_date(now), wrong=policy.tries_a_day)

    def must_prove(self, policy: PasswordPolicy, *, now: datetime) -> None:
        """Raise `PASSWORD_INITIAL`, `PASSWORD_EXPIRED` for a right one that proves nothing."""
        state = self.fitted().state(policy, now=now)
        if (state, PasswordAct.CHECK) not in PASSWORD.moves:
            raise NotAllowed(*_WHY_NOT[state], field="password")

    def changed(self, hash_: str, policy: PasswordPolicy, *, now: datetime) -> ServicePassword:
        """Return it with what its holder, who said the old one, chose.

        Raises `PASSWORD_CHANGES_EXCEEDED` (R-PW-6).
        """
        right = self.fitted()
        right.must_allow(PasswordAct.CHANGE, policy, now=now)
        return right.set_to(hash_, PasswordAct.CHANGE, now=now)

    def reset(
        self, hash_: str, act: PasswordAct, policy: PasswordPolicy, *, now: datetime
    ) -> ServicePassword:
        """Return it with what was set without the old one.

        Raises `PASSWORD_LOCKED`, and for the holder `PASSWORD_CHANGES_EXCEEDED`.
        """
        self.must_allow(act, policy, now=now)
        return self.set_to(hash_, act, now=now)

    def must_allow(self, act: PasswordAct, policy: PasswordPolicy, *, now: datetime) -> None:
        """Raise `PASSWORD_LOCKED`, and for the holder `PASSWORD_CHANGES_EXCEEDED` (R-PW-6)."""
        if (self.state(policy, now=now), act) not in PASSWORD.moves:
            raise locked(now=now)
        by_staff = act is PasswordAct.RESET_BY_STAFF
        most, done = policy.changes_a_month, self._changes_of(first_of_month(civil_date(now)))
        if not by_staff and done >= most:
            sentence = f"A password is changed {most} times a month at most."
            raise Refusal("PASSWORD_CHANGES_EXCEEDED", sentence)

    def set_to(self, hash_: str, act: PasswordAct, *, now: datetime) -> ServicePassword:
        """Return it with another one, which was allowed before: wrong tries are forgotten."""
        state = PASSWORD.after(self.given, act)
        after = replace(self, hash=hash_, given=state, changed_at=now, wrong=0)
        if act is PasswordAct.RESET_BY_STAFF:
            return after
        month = first_of_month(civil_date(now))
        return replace(after, changes_month=month, changes=self._changes_of(month) + 1)

    def _changes_of(self, month: date) -> int:
        return self.changes if self.changes_month == month else 0


def first_password(
    subscriber_id: str, holder_id: str, hash_: str, act: PasswordAct, *, now: datetime
) -> ServicePassword:
    """Return the first one of this holder: initial where staff heard it."""
    by_staff = act is PasswordAct.RESET_BY_STAFF
    state = PASSWORD.begin(PasswordState.INITIAL if by_staff else PasswordState.NORMAL)
    today = civil_date(now)
    return ServicePassword(
        subscriber_id=subscriber_id,
        holder_id=holder_id,
        hash=hash_,
        given=state,
        changed_at=now,
        changes_month=first_of_month(today),
        changes=0 if by_staff else 1,
        tries_day=today,
    )


def locked(*, now: datetime) -> TryLater:
    """Return the refusal of every try until 00:00 in Shanghai (R-PW-3)."""
    midnight = start_of_day(civil_date(now) + timedelta(days=1))
    sentence = "Too many wrong passwords today: it is locked until the day is over."
    seconds = (midnight - now).total_seconds()
    return TryLater("PASSWORD_LOCKED", sentence, seconds=seconds, field="password")
