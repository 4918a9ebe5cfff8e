"""Steps for their owners, and changes for the network, in the owners' words."""

import re
from typing import Any

from boss.accounts.v1 import commands_pb2 as accounts
from boss.billing.v1 import commands_pb2 as billing
from boss.provisioning.v1 import changes_pb2, commands_pb2
from orders.domain.network import NetworkChange
from orders.domain.steps import Step
from orders.wire.mapper import fill

ENVELOPES: dict[str, tuple[Any, Any, Any]] = {
    "accounts": (accounts.AccountsStep, accounts.CarryOutRequest, accounts.TakeBackRequest),
    "billing": (billing.BillingStep, billing.CarryOutRequest, billing.TakeBackRequest),
    "provisioning": (
        commands_pb2.ProvisioningStep,
        commands_pb2.CarryOutRequest,
        commands_pb2.TakeBackRequest,
    ),
}


def step_message(step: Step) -> Any:
    """Return the `oneof` of the step's owner with this step in it."""
    wrapped = ENVELOPES[step.done_by][0]()
    place(wrapped, step)
    return wrapped


def change_message(change: NetworkChange) -> changes_pb2.NetworkChange:
    """Return what provisioning is asked to change."""
    wrapped = changes_pb2.NetworkChange()
    place(wrapped, change)
    return wrapped


def place(wrapped: Any, verb: Any) -> None:
    inside = getattr(wrapped, in_snake_case(type(verb).__name__))
    inside.SetInParent()
    fill(inside, verb)


def in_snake_case(name: str) -> str:
    return re.sub(r"(?<!^)([A-Z])", r"_\1", name).lower()
