"""Set what was prepared, for an order: held first, which may be refused, and then set for good."""

from datetime import datetime

from accounts.audit.domain import AuditEntry, AuditRecorded
from accounts.proofs.domain.events import told_of_password
from accounts.proofs.domain.prepared_password import (
    HoldPassword,
    PreparedPassword,
    SetPassword,
    not_prepared,
)
from accounts.proofs.domain.service_password import PasswordAct, ServicePassword, first_password
from accounts.proofs.ports import UnitOfWork
from accounts.subscribers.domain.subscriber import Subscriber
from accounts.subscribers.usecases.find_subscriber import find_subscriber
from kernel.errors import NotAllowed


async def hold_password(
    step: HoldPassword, *, order_id: str, now: datetime, uow: UnitOfWork
) -> None:
    """Raises `PASSWORD_NOT_PREPARED`, `PASSWORD_NOT_SET`, `PASSWORD_LOCKED` and
    `PASSWORD_CHANGES_EXCEEDED`.
    """
    subscriber = await find_subscriber(step.subscriber_id, order_id=order_id, uow=uow)
    prepared = await uow.prepared_passwords.get_for_update(step.password)
    if prepared is None:
        raise not_prepared()
    held = prepared.held_by(
        order_id, subscriber_id=subscriber.id, holder_id=subscriber.holder_id, now=now
    )
    before = await _of_this_holder(subscriber, uow=uow)
    if before is not None:
        before.must_allow(step.act, uow.password_policy, now=now)
    elif step.act is PasswordAct.CHANGE:
        raise NotAllowed("PASSWORD_NOT_SET", "This number has no password yet: reset it.")
    await uow.prepared_passwords.save(held)


async def free_password(step: HoldPassword, *, order_id: str, uow: UnitOfWork) -> None:
    """As if it had not been held; its ten minutes go on."""
    prepared = await uow.prepared_passwords.get_for_update(step.password)
    if prepared is not None:
        await uow.prepared_passwords.save(prepared.freed_by(order_id))


async def set_password(step: SetPassword, *, order_id: str, now: datetime, uow: UnitOfWork) -> None:
    """The holder is told; raises `PASSWORD_NOT_PREPARED` for what the order does not hold."""
    subscriber = await find_subscriber(step.subscriber_id, order_id=order_id, uow=uow)
    prepared = await uow.prepared_passwords.get_for_update(step.password)
    if prepared is None or prepared.used_by_order != order_id:
        raise not_prepared()
    before, act = await _of_this_holder(subscriber, uow=uow), step.act
    if before is None:
        of, holder = subscriber.id, subscriber.holder_id
        after = first_password(of, holder, prepared.hash, act, now=now)
    else:
        after = before.set_to(prepared.hash, act, now=now)
    await uow.passwords.save(after)
    entry = AuditRecorded(_entry(prepared, act, order_id=order_id, now=now))
    await uow.publish([told_of_password(subscriber.id, now=now), entry], now=now)


async def _of_this_holder(subscriber: Subscriber, *, uow: UnitOfWork) -> ServicePassword | None:
    before = await uow.passwords.get_for_update(subscriber.id)
    is_theirs = before is not None and before.holder_id == subscriber.holder_id
    return before if is_theirs else None


def _entry(
    prepared: PreparedPassword, act: PasswordAct, *, order_id: str, now: datetime
) -> AuditEntry:
    """Return who had it set, where, and by which order (rules 10.4)."""
    return AuditEntry(
        actor=prepared.prepared_by,
        channel=prepared.channel,
        action="change_password" if act is PasswordAct.CHANGE else "reset_password",
        object_id=prepared.subscriber_id,
        reason=f"order {order_id}",
        outcome="done",
        service="accounts",
        at=now,
    )
