"""What orders hears: the network's answers, and that a level of arrears has changed."""

import re
from collections.abc import Sequence

from boss.billing.v1.events_pb2 import ArrearsLevelChanged
from boss.provisioning.v1.events_pb2 import ProvisioningCompleted, ProvisioningFailed
from boss.topics import ARREARS, PROVISIONING_COMPLETED, PROVISIONING_FAILED
from kernel.errors import Invalid
from kernel.ids import made_at
from orders.domain.order import OrderId
from orders.domain.values import SubscriberId
from orders.edge.handed import HandOver
from orders.usecases.advance_order import NetworkAnswer, network_answered
from orders.usecases.follow_arrears import HEARD
from orders.usecases.ports import ArrearsBook, HeardArrears
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


def listeners(handed: HandOver, book: ArrearsBook) -> Sequence[Listener]:
    """Return who hears which topic; what they do joins the transaction of the inbox."""

    async def confirmed(heard: Sequence[Heard]) -> None:
        answers = [NetworkAnswer(OrderId(each.message.order_id)) for each in heard]
        handed.give(await network_answered(answers, desk=handed.desk()))

    async def refused(heard: Sequence[Heard]) -> None:
        answers = [
            NetworkAnswer(
                OrderId(each.message.order_id), each.message.reason, each.message.sentence
            )
            for each in heard
        ]
        handed.give(await network_answered(answers, desk=handed.desk()))

    async def arrears_changed(heard: Sequence[Heard]) -> None:
        await book.note([level_of(each) for each in heard])

    return (
        Listener(PROVISIONING_COMPLETED, {ProvisioningCompleted: confirmed}),
        Listener(PROVISIONING_FAILED, {ProvisioningFailed: refused}),
        Listener(ARREARS, {ArrearsLevelChanged: arrears_changed}, levels=True),
    )
