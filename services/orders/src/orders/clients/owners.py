"""Whoever does the steps of orders, asked over gRPC."""

from typing import Any

from boss.accounts.v1.commands_pb2_grpc import CommandServiceStub as AccountsStub
from boss.billing.v1.commands_pb2_grpc import CommandServiceStub as BillingStub
from boss.provisioning.v1.commands_pb2_grpc import CommandServiceStub as ProvisioningStub
from kernel.ids import derived_id
from orders.clients.asking import answer
from orders.domain.order import OrderId
from orders.domain.steps import Step
from orders.wire.verbs import ENVELOPES, step_message
from runtime.rpc.client import Channels


class RemoteOwners:
    """Accounts, billing and provisioning; each knows a step by its order and number."""

    def __init__(self, channels: Channels) -> None:
        self._stubs: dict[str, Any] = {
            "accounts": AccountsStub(channels["accounts"]),
            "billing": BillingStub(channels["billing"]),
            "provisioning": ProvisioningStub(channels["provisioning"]),
        }

    async def carry_out(self, order: OrderId, number: int, step: Step) -> None:
        """Ask for a step; raise its owner's Refusal, or NoAnswer."""
        request = ENVELOPES[step.done_by][1](
            request_id=derived_id(order, str(number), "carry_out"),
            order_id=order,
            step_no=number,
            step=step_message(step),
        )
        await answer(self._stubs[step.done_by].CarryOut(request))

    async def take_back(self, order: OrderId, number: int, step: Step) -> None:
        """Tell the owner to take a step back; raise its Refusal, or NoAnswer."""
        request = ENVELOPES[step.done_by][2](
            request_id=derived_id(order, str(number), "take_back"),
            order_id=order,
            step_no=number,
            step=step_message(step),
        )
        await answer(self._stubs[step.done_by].TakeBack(request))
