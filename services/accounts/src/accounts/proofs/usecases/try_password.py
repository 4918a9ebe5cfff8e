"""Compare a password that somebody says with the one that is kept (rules 1.3, V3; R-PW-3).

The try is counted, and the count kept, before it is compared: so many at once are not more tries.
"""

from dataclasses import dataclass, field
from datetime import datetime

from accounts.proofs.domain.proof import Check, Checked, must_be_checked_here
from accounts.proofs.domain.service_password import PasswordPolicy, PasswordState, ServicePassword
from accounts.proofs.domain.weak_password import must_be_password
from accounts.proofs.ports import Hashing, UnitOfWork
from accounts.proofs.usecases.read_own_subscriber import read_own_subscriber
from accounts.subscribers.domain.subscriber import Subscriber
from kernel.caller import Caller
from kernel.errors import NotAllowed, Refusal, Stale

BY_PASSWORD = frozenset({Check.SERVICE_PASSWORD})


@dataclass(frozen=True, slots=True)
class Rules:
    """What all acts about passwords go by: how they are hashed, and the numbers of the manual."""

    hashing: Hashing
    policy: PasswordPolicy


@dataclass(frozen=True, slots=True)
class Try:
    """What was said, of which number."""

    subscriber_id: str
    password: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class RightTry:
    """What fitted, whose it is, and the password as it was kept then."""

    said: Try
    caller: Caller
    subscriber: Subscriber
    password: ServicePassword

    @property
    def whom(self) -> Checked:
        """Return whom this checks, where."""
        caller, subscriber = self.caller, self.subscriber
        return Checked(subscriber.holder_id, subscriber.id, caller.channel, caller.id)


async def try_password(
    said: Try, *, caller: Caller, uow: UnitOfWork, rules: Rules, now: datetime
) -> RightTry:
    """Return what it fitted; call it outside of any transaction, as a refusal keeps the count.

    What can be no password is no try. Raises `FIELD_NOT_VALID`, `PASSWORD_WRONG` with `password`,
    `PASSWORD_LOCKED`, `PASSWORD_NOT_SET`, `CHANNEL_NOT_ALLOWED`, `NOT_YOURS`,
    `NO_SUCH_SUBSCRIBER`, `STATE_NOT_ALLOWED`.
    """
    must_be_checked_here(BY_PASSWORD, channel=caller.channel, field="password")
    must_be_password(said.password, field="password")
    async with uow:
        subscriber = await read_own_subscriber(said.subscriber_id, caller=caller, uow=uow)
        kept = await _set_by(subscriber, uow=uow)
        counted = kept.tried(rules.policy, now=now)
        await uow.passwords.save(counted)
    if not await rules.hashing.fits(said.password, counted.hash, owner=subscriber.id):
        raise Refusal("PASSWORD_WRONG", "The password is wrong.", field="password")
    right = RightTry(said, caller, subscriber, counted)
    async with uow:
        await uow.passwords.save((await still_right(right, uow=uow)).fitted())
    return right


async def still_right(right: RightTry, *, uow: UnitOfWork) -> ServicePassword:
    """Return the password, locked, that fitted a moment ago; raises `CHANGED_MEANWHILE`."""
    kept = await _set_by(right.subscriber, uow=uow)
    if kept.hash != right.password.hash:
        raise Stale("CHANGED_MEANWHILE", "The password was changed in between: try again.")
    return kept


async def is_locked(subscriber_id: str, *, uow: UnitOfWork, rules: Rules, now: datetime) -> bool:
    """Tell whether the last wrong try has locked it."""
    async with uow:
        kept = await uow.passwords.get_for_update(subscriber_id)
    return kept is not None and kept.state(rules.policy, now=now) is PasswordState.LOCKED


async def _set_by(subscriber: Subscriber, *, uow: UnitOfWork) -> ServicePassword:
    kept = await uow.passwords.get_for_update(subscriber.id)
    if kept is None or kept.holder_id != subscriber.holder_id:
        sentence = "This number has no password yet: reset it by a code, or in the hall."
        raise NotAllowed("PASSWORD_NOT_SET", sentence, field="password")
    return kept
