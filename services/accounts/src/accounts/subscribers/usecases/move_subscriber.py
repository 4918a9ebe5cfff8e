"""Move a subscriber on in their life, where that takes no more than to say so (rules 4.3)."""

from collections.abc import Mapping
from datetime import datetime

from accounts.subscribers.domain.events import Change, SubscriberChanged
from accounts.subscribers.domain.life import Moment, moved
from accounts.subscribers.domain.moves import Act
from accounts.subscribers.domain.steps import MoveSubscriber
from accounts.subscribers.ports import UnitOfWork
from accounts.subscribers.usecases.find_subscriber import find_subscriber
from accounts.subscribers.usecases.rest_number import rest_number

CHANGES: Mapping[Act, Change] = {
    Act.PRE_OPEN: Change.PRE_OPENED,
    Act.REGISTER: Change.IDENTITY_SUPPLEMENTED,
    Act.REGISTER_AND_ACTIVATE: Change.IDENTITY_SUPPLEMENTED,
    Act.USE_FIRST: Change.ACTIVATED,
    Act.EXPIRE_UNUSED: Change.TERMINATED,
    Act.RETURN_UNSOLD: Change.TERMINATED,
    Act.OPEN_FOR_A_TIME: Change.RESUMED,
    Act.TIME_IS_OVER: Change.STOPPED,
    Act.PRE_TERMINATE: Change.PRE_TERMINATED,
    Act.RESTORE_PAID: Change.RESUMED,
    Act.TERMINATE_UNPAID: Change.TERMINATED,
    Act.BOOK_TERMINATION: Change.PRE_TERMINATED,
    Act.WITHDRAW_BOOKING: Change.PRE_TERMINATION_WITHDRAWN,
    Act.TERMINATE_BOOKED: Change.TERMINATED,
    Act.PORT_OUT: Change.PORTED_OUT,
}
"""What is said of each move."""
COUNTED_FROM = frozenset({Act.REGISTER, Act.REGISTER_AND_ACTIVATE})
"""From here on it is among the five of its holder: the place held becomes the number."""


async def move_subscriber(
    step: MoveSubscriber, *, order_id: str, now: datetime, uow: UnitOfWork
) -> None:
    """Raises `STATE_NOT_ALLOWED` or `MOVE_NEEDS_MORE`; `FIELD_NOT_VALID`: no end of a window."""
    present = await find_subscriber(step.subscriber_id, order_id=order_id, uow=uow)
    after = moved(present, step.move, Moment(order_id, now, step.until))
    await uow.subscribers.save(after, and_card=None)
    if step.move in COUNTED_FROM:
        await uow.places.delete(order_id=order_id)
    await rest_number(after.number, uow=uow)
    await uow.publish([SubscriberChanged(after, CHANGES[step.move], order_id, now)], now=now)
