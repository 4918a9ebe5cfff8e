"""What orders hears: the network's answers, and that a level of arrears has changed."""

from collections.abc import Sequence

from boss.billing.v1.events_pb2 import ArrearsLevelChanged
from boss.provisioning.v1.events_pb2 import ProvisioningCompleted, ProvisioningFailed
from boss.topics import ARREARS, PROVISIONING_COMPLETED, PROVISIONING_FAILED
from orders.domain.order import OrderId
from orders.domain.values import SubscriberId
from orders.usecases.advance_order import NetworkAnswer, network_answered
from orders.usecases.follow_arrears import HEARD
from orders.usecases.ports import ArrearsBook, Desks, HeardArrears
from runtime.listening import Heard, Listener


def listeners(desks: Desks, book: ArrearsBook) -> Sequence[Listener]:
    """Return who hears which topic; what they do joins the transaction of the inbox."""

    async def confirmed(heard: Sequence[Heard]) -> None:
        answers = [NetworkAnswer(OrderId(each.message.order_id)) for each in heard]
        await network_answered(answers, desk=desks())

    async def refused(heard: Sequence[Heard]) -> None:
        answers = [
            NetworkAnswer(
                OrderId(each.message.order_id), each.message.reason, each.message.sentence
            )
            for each in heard
        ]
        await network_answered(answers, desk=desks())

    async def arrears_changed(heard: Sequence[Heard]) -> None:
        await book.note(
            [
                HeardArrears(SubscriberId(each.message.subscriber_id), each.message.version, HEARD)
                for each in heard
            ]
        )

    return (
        Listener(PROVISIONING_COMPLETED, {ProvisioningCompleted: confirmed}),
        Listener(PROVISIONING_FAILED, {ProvisioningFailed: refused}),
        Listener(ARREARS, {ArrearsLevelChanged: arrears_changed}, levels=True),
    )
