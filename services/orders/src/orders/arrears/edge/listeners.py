"""What orders consumes of arrears: that the level credit control wants has changed."""

import re
from collections.abc import Sequence

from boss.billing.v1.events_pb2 import ArrearsLevelChanged
from boss.topics import ARREARS
from kernel.errors import Invalid
from kernel.ids import made_at
from orders.arrears.domain import HeardArrears
from orders.arrears.ports import ArrearsBook
from orders.arrears.usecases.follow_arrears import HEARD
from orders.ordering.domain.values import SubscriberId
from runtime.messaging.listener import Heard, Listener

_NAMED = re.compile(r"[0-9A-Za-z-]{1,64}")


def level_of(heard: Heard) -> HeardArrears:
    """Return of whom something was said. Raises Invalid SUBSCRIBER_INVALID: it would be followed
    for ever."""
    message: ArrearsLevelChanged = heard.message
    if not _NAMED.fullmatch(message.subscriber_id):
        raise Invalid("SUBSCRIBER_INVALID", "This is no subscriber's id.", field="subscriber_id")
    subscriber = SubscriberId(message.subscriber_id)
    return HeardArrears(subscriber, message.version, HEARD, made_at(heard.id), heard.traceparent)


def arrears_listener(book: ArrearsBook) -> Listener:
    """Return who consumes changes of levels; what it does joins the transaction of the inbox."""

    async def arrears_changed(heard: Sequence[Heard]) -> None:
        await book.note([level_of(each) for each in heard])

    return Listener(ARREARS, {ArrearsLevelChanged: arrears_changed}, levels=True)
