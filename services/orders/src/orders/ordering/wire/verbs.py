"""Steps for their owners, and changes for the network, in the owners' words."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from boss.accounts.v1 import commands_pb2 as accounts
from boss.accounts.v1 import steps_pb2 as accounts_stages
from boss.billing.v1 import commands_pb2 as billing
from boss.billing.v1 import steps_pb2 as billing_stages
from boss.provisioning.v1 import changes_pb2, commands_pb2
from boss.provisioning.v1 import steps_pb2 as provisioning_stages
from orders.ordering.domain.network import NetworkChange
from orders.ordering.domain.steps import Step
from orders.ordering.wire.mapper import fill


@dataclass(frozen=True, slots=True)
class Envelopes:
    """The messages in which an owner takes steps: all of a stage, and one by one as before."""

    step: Any
    numbered: Any
    carry_out: Any
    take_back: Any
    carry_out_one: Any
    take_back_one: Any


def _envelopes(step: Any, stages: Any, single: Any) -> Envelopes:
    return Envelopes(
        step,
        stages.NumberedStep,
        stages.CarryOutStageRequest,
        stages.TakeBackStageRequest,
        single.CarryOutRequest,
        single.TakeBackRequest,
    )


ENVELOPES: Mapping[str, Envelopes] = {
    "accounts": _envelopes(accounts.AccountsStep, accounts_stages, accounts),
    "billing": _envelopes(billing.BillingStep, billing_stages, billing),
    "provisioning": _envelopes(commands_pb2.ProvisioningStep, provisioning_stages, commands_pb2),
}


def step_message(step: Step) -> Any:
    """Return the `oneof` of the step's owner with this step in it."""
    wrapped = ENVELOPES[step.done_by].step()
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
