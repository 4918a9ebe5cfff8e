"""The steps of orders, all of a stage in one call; the memory of steps answers each once."""

from collections.abc import Callable, Sequence
from typing import Any

from boss.provisioning.v1 import steps_pb2 as pb
from boss.provisioning.v1.steps_pb2_grpc import StepServiceServicer
from kernel.errors import Invalid
from provisioning.usecases.check_keys import CheckKeys, check_stage, take_back_checks
from provisioning.usecases.ports import Desk
from provisioning.wire.requests import order_id_of
from runtime.rpc.answering import must_have_id
from runtime.rpc.stages import must_be_stage


class StepServicer(StepServiceServicer):
    """Answers boss.provisioning.v1.StepService."""

    def __init__(self, desks: Callable[[], Desk]) -> None:
        self._desks = desks

    async def CarryOut(  # noqa: N802
        self, request: pb.CarryOutStageRequest, context: Any
    ) -> pb.CarryOutStageResponse:
        must_have_id(request)
        await check_stage(checks_of(request), desk=self._desks())
        return pb.CarryOutStageResponse()

    async def TakeBack(  # noqa: N802
        self, request: pb.TakeBackStageRequest, context: Any
    ) -> pb.TakeBackStageResponse:
        must_have_id(request)
        must_be_stage(request)
        numbers = [asked.step_no for asked in request.steps]
        await take_back_checks(order_id_of(request.order_id), numbers, desk=self._desks())
        return pb.TakeBackStageResponse()


def checks_of(request: pb.CarryOutStageRequest) -> Sequence[CheckKeys]:
    """Return the steps of a stage; raises `STEP_UNKNOWN` for what is none of ours."""
    must_be_stage(request)
    order_id = order_id_of(request.order_id)
    for place, asked in enumerate(request.steps):
        if asked.step.WhichOneof("step") != "has_keys":
            field = f"steps[{place}].step"
            raise Invalid("STEP_UNKNOWN", "This is no step we know.", field=field)
    return [CheckKeys(order_id, asked.step_no, asked.step.has_keys.imsi) for asked in request.steps]
