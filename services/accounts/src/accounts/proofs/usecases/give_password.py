"""Give a new number its first password, and have it told to the handset (初始密码, R-PW-4).

It is made by chance and not of the paper or the card; it proves nothing until it was changed. It is
kept nowhere: a key that no database has makes it out of what is kept.
"""

from datetime import datetime
from itertools import count

from accounts.proofs.domain.prepared_password import GivePassword
from accounts.proofs.domain.service_password import PasswordAct, first_password
from accounts.proofs.domain.weak_password import is_weak
from accounts.proofs.ports import CodeSending, CodeText, UnitOfWork
from accounts.subscribers.usecases.find_subscriber import find_subscriber
from kernel.errors import NotFound
from kernel.ids import derived_id

TOLD_FOR = 3600
"""Seconds for which the text is tried: the handset is in their hand when a number is opened."""


async def give_password(
    step: GivePassword, *, order_id: str, now: datetime, uow: UnitOfWork
) -> None:
    """A number that has one of this holder keeps it. Raises `NO_SUCH_SUBSCRIBER`."""
    subscriber = await find_subscriber(step.subscriber_id, order_id=order_id, uow=uow)
    before = await uow.passwords.get_for_update(subscriber.id)
    if before is not None and before.holder_id == subscriber.holder_id:
        return
    holder = await uow.customers.get(subscriber.holder_id)
    if holder is None:
        raise NotFound("NO_SUCH_CUSTOMER", "There is no such customer.")
    msisdn, paper = subscriber.number.msisdn.value, holder.customer.paper.number
    for turn in count():
        kept = uow.first_passwords.kept(f"{order_id}.{turn}")
        digits = uow.first_passwords.digits(kept, owner=subscriber.id)
        if not is_weak(digits, msisdn=msisdn, paper_number=paper):
            break
    act = PasswordAct.RESET_BY_STAFF
    first = first_password(subscriber.id, subscriber.holder_id, kept, act, now=now)
    await uow.passwords.save(first)
    await uow.untold_passwords.add(subscriber.id)


async def tell_password(subscriber_id: str, *, uow: UnitOfWork, sending: CodeSending) -> None:
    """Send it to the handset, once; call it outside of any transaction.

    One that was changed meanwhile is told nobody. Raises what keeps texts from the number.
    """
    async with uow:
        password = await uow.passwords.get_for_update(subscriber_id)
        subscriber = await uow.subscribers.get(subscriber_id)
    if password is None or subscriber is None or not uow.first_passwords.is_first(password.hash):
        return
    await sending.send(
        CodeText(
            id=derived_id("first password", subscriber_id, password.hash),
            msisdn=subscriber.number.msisdn.value,
            code=uow.first_passwords.digits(password.hash, owner=subscriber_id),
            valid_seconds=TOLD_FOR,
        )
    )
