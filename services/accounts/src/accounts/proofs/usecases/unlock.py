"""Count an unlocking, and open the lock where it is a service password's (解锁, rules 2.15)."""

from datetime import datetime

from accounts.proofs.domain.service_password import PasswordState, ServicePassword
from accounts.proofs.domain.unlocking import LockKind, Unlock
from accounts.proofs.ports import UnitOfWork
from accounts.subscribers.domain.subscriber import Subscriber
from accounts.subscribers.usecases.find_subscriber import find_subscriber
from kernel.civil import civil_date
from kernel.errors import NotAllowed


async def unlock(step: Unlock, *, order_id: str, now: datetime, uow: UnitOfWork) -> None:
    """Raises `NO_SUCH_SUBSCRIBER`, `UNLOCK_LIMIT_EXCEEDED`, `NOT_LOCKED`."""
    subscriber = await find_subscriber(step.subscriber_id, order_id=order_id, uow=uow)
    before = await uow.unlockings.get_for_update(subscriber.id, step.lock, day=civil_date(now))
    await uow.unlockings.save(before.once_more(most=uow.most_unlockings))
    if step.lock is LockKind.SERVICE_PASSWORD:
        password = await _password(subscriber, uow=uow)
        locked = PasswordState.LOCKED
        is_locked = password and password.state(uow.password_policy, now=now) is locked
        waited = await uow.password_tries.forget(subscriber.id, now=now)
        if not is_locked and not waited:
            raise NotAllowed("NOT_LOCKED", "The service password is not locked.")
        if password is not None:
            await uow.passwords.save(password.fitted())


async def lock_again(step: Unlock, *, order_id: str, now: datetime, uow: UnitOfWork) -> None:
    """As if it had not been asked for: it is not counted, and the password is locked again."""
    subscriber = await find_subscriber(step.subscriber_id, order_id=order_id, uow=uow)
    counted = await uow.unlockings.get_for_update(subscriber.id, step.lock, day=civil_date(now))
    await uow.unlockings.save(counted.once_less())
    password = await _password(subscriber, uow=uow)
    if step.lock is LockKind.SERVICE_PASSWORD and password is not None:
        await uow.passwords.save(password.locked_again(uow.password_policy, now=now))


async def _password(subscriber: Subscriber, *, uow: UnitOfWork) -> ServicePassword | None:
    password = await uow.passwords.get_for_update(subscriber.id)
    is_theirs = password is not None and password.holder_id == subscriber.holder_id
    return password if is_theirs else None
