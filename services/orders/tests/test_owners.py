"""Owners asked over gRPC: all of a part at once, and one by one where they know no stages."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import grpc
import pytest
from grpc_status import rpc_status
from test_order import CARD

from boss.accounts.v1 import commands_pb2, steps_pb2
from boss.accounts.v1.commands_pb2_grpc import (
    CommandServiceServicer,
    add_CommandServiceServicer_to_server,
)
from boss.accounts.v1.steps_pb2_grpc import StepServiceServicer, add_StepServiceServicer_to_server
from kernel.errors import Refusal
from kernel.ids import new_id
from orders.ordering.clients.owners import RemoteOwners
from orders.ordering.domain.order import OrderId
from orders.ordering.domain.part import Part
from orders.ordering.domain.steps import UseProof
from orders.ordering.domain.values import ProofId
from orders.ordering.ports import OwnerRefused
from runtime.rpc.refusals import status_of

ORDER = OrderId(new_id())
PART = Part(
    ORDER, "prepare", "accounts",
    ((2, UseProof(ProofId("first"))), (3, UseProof(ProofId("second"))), (4, CARD)),
)  # fmt: skip


@dataclass
class Before(CommandServiceServicer):
    """Accounts of the release before: it knows no stages."""

    refuses: int = -1
    asked: list[tuple[str, int]] = field(default_factory=list)

    async def CarryOut(self, request: Any, context: Any) -> commands_pb2.CarryOutResponse:  # noqa: N802
        if request.step_no == self.refuses:
            await refuse(context, Refusal("PROOF_NOT_VALID", "It is over."))
        self.asked.append((request.step.WhichOneof("step"), request.step_no))
        return commands_pb2.CarryOutResponse()

    async def TakeBack(self, request: Any, context: Any) -> commands_pb2.TakeBackResponse:  # noqa: N802
        self.asked.append(("take back", request.step_no))
        return commands_pb2.TakeBackResponse()

    async def other(self, request: Any, context: Any) -> Any:
        raise AssertionError("no order asks this")

    RegisterCustomer = ClassifyCustomer = RecordProof = LoadStock = other


@dataclass
class Now(StepServiceServicer):
    """Accounts as it is."""

    refuses_at: str = ""
    asked: list[Any] = field(default_factory=list)

    async def CarryOutStage(self, request: Any, context: Any) -> steps_pb2.CarryOutStageResponse:  # noqa: N802
        if self.refuses_at:
            refusal = Refusal("PROOF_NOT_VALID", "It is over.", field=self.refuses_at)
            await refuse(context, refusal)
        self.asked.append(request)
        return steps_pb2.CarryOutStageResponse()

    async def TakeBackStage(self, request: Any, context: Any) -> steps_pb2.TakeBackStageResponse:  # noqa: N802
        self.asked.append(request)
        return steps_pb2.TakeBackStageResponse()


async def refuse(context: Any, refusal: Refusal) -> None:
    await context.abort_with_status(rpc_status.to_status(status_of(refusal, service="accounts")))


@asynccontextmanager
async def owners(servicer: Before | Now) -> AsyncIterator[RemoteOwners]:
    """Ask an accounts that answers these calls and no others."""
    server = grpc.aio.server()
    if isinstance(servicer, Before):
        add_CommandServiceServicer_to_server(servicer, server)
    else:
        add_StepServiceServicer_to_server(servicer, server)
    port = server.add_insecure_port("127.0.0.1:0")
    await server.start()
    async with grpc.aio.insecure_channel(f"127.0.0.1:{port}") as channel:
        channels: Any = dict.fromkeys(("accounts", "billing", "provisioning"), channel)
        yield RemoteOwners(channels)
    await server.stop(0)


async def test_all_of_a_part_is_asked_for_in_one_call_both_ways() -> None:
    accounts = Now()

    async with owners(accounts) as asked:
        await asked.carry_out(PART)
        await asked.take_back(PART)

    assert [type(one).__name__ for one in accounts.asked] == [
        "CarryOutStageRequest", "TakeBackStageRequest",
    ]  # fmt: skip
    for one in accounts.asked:
        assert (one.order_id, one.stage) == (ORDER, "prepare")
        assert [(each.step_no, each.step.WhichOneof("step")) for each in one.steps] == [
            (2, "use_proof"), (3, "use_proof"), (4, "reserve_sim"),
        ]  # fmt: skip


@pytest.mark.parametrize(
    ("field_of_refusal", "step"), [("steps[1].step.proof_id", 3), ("steps[2]", 4), ("order_id", 2)]
)
async def test_a_refusal_names_the_step_and_none_is_done(field_of_refusal: str, step: int) -> None:
    async with owners(Now(field_of_refusal)) as asked:
        with pytest.raises(OwnerRefused) as refused:
            await asked.carry_out(PART)

    assert (refused.value.refusal.code, refused.value.step) == ("PROOF_NOT_VALID", step)
    assert refused.value.done == 0


async def test_an_owner_of_the_release_before_is_asked_step_by_step() -> None:
    accounts = Before()

    async with owners(accounts) as asked:
        await asked.carry_out(PART)
        await asked.take_back(PART)

    assert accounts.asked == [
        ("use_proof", 2), ("use_proof", 3), ("reserve_sim", 4),
        ("take back", 4), ("take back", 3), ("take back", 2),
    ]  # fmt: skip


async def test_what_an_owner_of_the_release_before_did_before_it_refused_is_told() -> None:
    async with owners(Before(refuses=4)) as asked:
        with pytest.raises(OwnerRefused) as refused:
            await asked.carry_out(PART)

    assert (refused.value.step, refused.value.done) == (4, 2)
