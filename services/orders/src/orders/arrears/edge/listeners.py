"""What orders consumes of arrears: that the level credit control wants has changed."""

import re
from collections.abc import Sequence

from boss.billing.v1.events_pb2 import ArrearsLevelChanged
from boss.topics import ARREARS
from kernel.errors import Invalid
from kernel.ids import made_at
from orders.arrears.domain import ArrearsNotice
from orders.arrears.ports import Notices
from orders.arrears.usecases.follow_arrears import LEVEL_CHANGED
from orders.ordering.domain.values import SubscriberId
from runtime.messaging.listener import Listener
from runtime.messaging.listener import Received as Message

_NAMED = re.compile(r"[0-9A-Za-z-]{1,64}")


def notice_of(message: Message) -> ArrearsNotice:
    """Return of whom something was said. Raises Invalid FIELD_NOT_VALID: it would be followed
    for ever."""
    change: ArrearsLevelChanged = message.message
    if not _NAMED.fullmatch(change.subscriber_id):
        raise Invalid("FIELD_NOT_VALID", "This is no subscriber's id.", field="subscriber_id")
    subscriber = SubscriberId(change.subscriber_id)
    return ArrearsNotice(
        subscriber, change.version, LEVEL_CHANGED, made_at(message.id), message.traceparent
    )


def arrears_listener(notices: Notices) -> Listener:
    """Return who consumes changes of levels; what it does joins the transaction of the inbox."""

    async def arrears_changed(messages: Sequence[Message]) -> None:
        await notices.add([notice_of(message) for message in messages])

    return Listener(ARREARS, {ArrearsLevelChanged: arrears_changed}, levels=True)
