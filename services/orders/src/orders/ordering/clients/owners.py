"""Whoever does the steps of orders, asked over gRPC: one call for all that one does of a stage."""

import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

import grpc

from boss.accounts.v1.commands_pb2_grpc import CommandServiceStub as AccountsBefore
from boss.accounts.v1.steps_pb2_grpc import StepServiceStub as AccountsStub
from boss.billing.v1.commands_pb2_grpc import CommandServiceStub as BillingBefore
from boss.billing.v1.steps_pb2_grpc import StepServiceStub as BillingStub
from boss.provisioning.v1.commands_pb2_grpc import CommandServiceStub as ProvisioningBefore
from boss.provisioning.v1.steps_pb2_grpc import StepServiceStub as ProvisioningStub
from kernel.errors import Refusal
from kernel.ids import derived_id
from orders.ordering.domain.part import Part
from orders.ordering.domain.steps import Step
from orders.ordering.ports import OwnerRefused
from orders.ordering.wire.answers import answer
from orders.ordering.wire.verbs import ENVELOPES, step_message
from runtime.rpc.client import Channels

_PLACE = re.compile(r"steps\[(\d{1,4})\]")
CARRY_OUT, TAKE_BACK = "carry_out", "take_back"


@dataclass(frozen=True, slots=True)
class Stubs:
    """How an owner is asked, and how one of the release before is, which knows no stages."""

    stages: Any
    one_by_one: Any


class RemoteOwners:
    """Accounts, billing and provisioning; each knows a step by its order and number."""

    def __init__(self, channels: Channels) -> None:
        accounts, billing = channels["accounts"], channels["billing"]
        provisioning = channels["provisioning"]
        self._stubs: Mapping[str, Stubs] = {
            "accounts": Stubs(AccountsStub(accounts), AccountsBefore(accounts)),
            "billing": Stubs(BillingStub(billing), BillingBefore(billing)),
            "provisioning": Stubs(ProvisioningStub(provisioning), ProvisioningBefore(provisioning)),
        }

    async def carry_out(self, part: Part) -> None:
        """Ask for all of it, or none; raise OwnerRefused, or NoAnswer."""
        envelopes, stubs = ENVELOPES[part.owner], self._stubs[part.owner]
        request = _stage_request(envelopes.carry_out, part, act=CARRY_OUT)
        try:
            await answer(stubs.stages.CarryOutStage(request))
        except Refusal as refusal:
            raise OwnerRefused(refusal, step=_step_at(refusal, part)) from refusal
        except grpc.aio.AioRpcError as error:
            _must_be_of_before(error)
            single = _ask_one_of(
                stubs.one_by_one.CarryOut, envelopes.carry_out_one, part, act=CARRY_OUT
            )
            await _one_by_one(part.steps, single)

    async def take_back(self, part: Part) -> None:
        """Tell the owner to take it back, latest first; raise OwnerRefused, or NoAnswer."""
        envelopes, stubs = ENVELOPES[part.owner], self._stubs[part.owner]
        request = _stage_request(envelopes.take_back, part, act=TAKE_BACK)
        try:
            await answer(stubs.stages.TakeBackStage(request))
        except Refusal as refusal:
            raise OwnerRefused(refusal, step=_step_at(refusal, part)) from refusal
        except grpc.aio.AioRpcError as error:
            _must_be_of_before(error)
            single = _ask_one_of(
                stubs.one_by_one.TakeBack, envelopes.take_back_one, part, act=TAKE_BACK
            )
            await _one_by_one(part.steps[::-1], single)


AskOne = Callable[[int, Step], Awaitable[Any]]


async def _one_by_one(steps: tuple[tuple[int, Step], ...], ask: AskOne) -> None:
    """Ask an owner of the release before; what it did before it refused is done."""
    for done, (number, step) in enumerate(steps):
        try:
            await answer(ask(number, step))
        except Refusal as refusal:
            raise OwnerRefused(refusal, step=number, done=done) from refusal


def _ask_one_of(method: Any, envelope: Any, part: Part, *, act: str) -> AskOne:
    def ask(number: int, step: Step) -> Awaitable[Any]:
        asked: Awaitable[Any] = method(
            envelope(
                request_id=derived_id(part.order, str(number), act),
                order_id=part.order,
                step_no=number,
                step=step_message(step),
            )
        )
        return asked

    return ask


def _stage_request(envelope: Any, part: Part, *, act: str) -> Any:
    numbered = ENVELOPES[part.owner].numbered
    numbers = "-".join(str(number) for number, _ in part.steps)
    return envelope(
        request_id=derived_id(part.order, numbers, act),
        order_id=part.order,
        stage=part.stage,
        steps=[numbered(step_no=number, step=step_message(step)) for number, step in part.steps],
    )


def _step_at(refusal: Refusal, part: Part) -> int:
    """Return the number of the step that was refused: the field of the refusal has its place."""
    match = _PLACE.match(refusal.field or "")
    place = int(match.group(1)) if match else 0
    return part.steps[min(place, len(part.steps) - 1)][0]


def _must_be_of_before(error: grpc.aio.AioRpcError) -> None:
    """Raise the error again unless the owner is of the release before."""
    if error.code() is not grpc.StatusCode.UNIMPLEMENTED:
        raise error
