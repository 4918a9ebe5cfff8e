"""What orders consumes: the network's answers."""

from collections.abc import Sequence

from boss.provisioning.v1.events_pb2 import ProvisioningCompleted, ProvisioningFailed
from boss.topics import PROVISIONING_COMPLETED, PROVISIONING_FAILED
from orders.ordering.domain.order import OrderId
from orders.ordering.edge.hand_over import HandOver
from orders.ordering.usecases.advance_order import NetworkAnswer, network_answered
from runtime.messaging.listener import Listener
from runtime.messaging.listener import Received as Message


def network_listeners(handed: HandOver) -> Sequence[Listener]:
    """Return who consumes which topic; what they do joins the transaction of the inbox."""

    async def confirmed(messages: Sequence[Message]) -> None:
        answers = [NetworkAnswer(OrderId(each.message.order_id)) for each in messages]
        await handed.hand_over(lambda uow: network_answered(answers, uow=uow))

    async def refused(messages: Sequence[Message]) -> None:
        answers = [
            NetworkAnswer(
                OrderId(each.message.order_id), each.message.reason, each.message.sentence
            )
            for each in messages
        ]
        await handed.hand_over(lambda uow: network_answered(answers, uow=uow))

    return (
        Listener(PROVISIONING_COMPLETED, {ProvisioningCompleted: confirmed}),
        Listener(PROVISIONING_FAILED, {ProvisioningFailed: refused}),
    )
