"""What the vault is commanded: load keys, and the step of orders that needs them."""

from collections.abc import Callable, Sequence
from typing import Any

from boss.provisioning.v1 import commands_pb2 as pb
from boss.provisioning.v1 import puks_pb2, steps_pb2
from boss.provisioning.v1.puks_pb2_grpc import PukServiceServicer
from boss.provisioning.v1.steps_pb2_grpc import StepServiceServicer
from kernel.clock import Clock
from kernel.errors import Invalid
from provisioning.vault.domain.audited import Audited
from provisioning.vault.domain.numbers import imsi_of
from provisioning.vault.ports import UnitOfWork
from provisioning.vault.usecases.check_keys import (
    CheckKeys,
    VaultStep,
    check_keys,
    do_stage,
    take_back_checks,
)
from provisioning.vault.usecases.load_keys import WrittenKeys, load_keys
from provisioning.vault.usecases.puks import GrantPuk, read_puk
from provisioning.vault.usecases.read_request import order_id_of, step_no_of
from runtime.database.database import Database
from runtime.rpc.answering import Answering, must_have_id
from runtime.rpc.calling import current_caller
from runtime.rpc.stages import must_be_stage


class VaultCommands(Answering):
    """Keys are loaded once (architecture 4.1); steps are answered by their own memory."""

    def __init__(self, database: Database, units: Callable[[], UnitOfWork], clock: Clock) -> None:
        super().__init__(database)
        self._units = units
        self._clock = clock

    async def LoadKeys(  # noqa: N802
        self, request: pb.LoadKeysRequest, context: Any
    ) -> pb.LoadKeysResponse:
        cards = [WrittenKeys(one.imsi, one.ki, one.opc, one.puk) for one in request.cards]

        async def act() -> pb.LoadKeysResponse:
            uow = self._units()
            added = await load_keys(cards, uow=uow)
            now = self._clock.now()
            loaded = Audited.by(current_caller(), "LoadKeys", f"{len(cards)} cards", at=now)
            await uow.publish([loaded], now=now)
            return pb.LoadKeysResponse(added=added, known=len(cards) - added)

        return await self.once(request, pb.LoadKeysResponse, act)

    async def CarryOut(  # noqa: N802
        self, request: pb.CarryOutRequest, context: Any
    ) -> pb.CarryOutResponse:
        # The memory of steps answers it once, and it has no other answer than that it is done.
        must_have_id(request)
        if request.step.WhichOneof("step") != "has_keys":
            raise Invalid("FIELD_NOT_VALID", "This is no step we know.", field="step")
        order_id, step_no = order_id_of(request.order_id), step_no_of(request.step_no)
        step = CheckKeys(order_id, step_no, request.step.has_keys.imsi)
        await check_keys(step, uow=self._units())
        return pb.CarryOutResponse()

    async def TakeBack(  # noqa: N802
        self, request: pb.TakeBackRequest, context: Any
    ) -> pb.TakeBackResponse:
        must_have_id(request)
        order_id, step_no = order_id_of(request.order_id), step_no_of(request.step_no)
        await take_back_checks(order_id, [step_no], uow=self._units())
        return pb.TakeBackResponse()


class StepServicer(StepServiceServicer):
    """Answers boss.provisioning.v1.StepService."""

    def __init__(self, units: Callable[[], UnitOfWork], clock: Clock) -> None:
        self._units = units
        self._clock = clock

    async def CarryOutStage(  # noqa: N802
        self, request: steps_pb2.CarryOutStageRequest, context: Any
    ) -> steps_pb2.CarryOutStageResponse:
        must_have_id(request)
        await do_stage(steps_of(request), now=self._clock.now(), uow=self._units())
        return steps_pb2.CarryOutStageResponse()

    async def TakeBackStage(  # noqa: N802
        self, request: steps_pb2.TakeBackStageRequest, context: Any
    ) -> steps_pb2.TakeBackStageResponse:
        must_have_id(request)
        must_be_stage(request)
        numbers = [asked.step_no for asked in request.steps]
        await take_back_checks(order_id_of(request.order_id), numbers, uow=self._units())
        return steps_pb2.TakeBackStageResponse()


class PukServicer(PukServiceServicer):
    """Answers boss.provisioning.v1.PukService: nothing is remembered of what it says."""

    def __init__(self, units: Callable[[], UnitOfWork], clock: Clock) -> None:
        self._units = units
        self._clock = clock

    async def ReadPuk(  # noqa: N802
        self, request: puks_pb2.ReadPukRequest, context: Any
    ) -> puks_pb2.ReadPukResponse:
        order_id = order_id_of(request.order_id)
        caller, now = current_caller(), self._clock.now()
        of, uow = request.subscriber_id, self._units()
        digits = await read_puk(order_id, of, caller=caller, now=now, uow=uow)
        return puks_pb2.ReadPukResponse(puk=digits)


def steps_of(request: steps_pb2.CarryOutStageRequest) -> Sequence[VaultStep]:
    """Return the steps of a stage; raises `FIELD_NOT_VALID` for what is none of ours."""
    must_be_stage(request)
    order_id = order_id_of(request.order_id)
    return [
        _step_of(asked, order_id=order_id, field=f"steps[{place}].step")
        for place, asked in enumerate(request.steps)
    ]


def _step_of(asked: steps_pb2.NumberedStep, *, order_id: str, field: str) -> VaultStep:
    match asked.step.WhichOneof("step"):
        case "has_keys":
            return CheckKeys(order_id, asked.step_no, asked.step.has_keys.imsi)
        case "grant_puk":
            said = asked.step.grant_puk
            if not said.subscriber_id:
                raise Invalid("FIELD_MISSING", "Say whose.", field=f"{field}.subscriber_id")
            imsi = imsi_of(said.imsi, field=f"{field}.imsi")
            return GrantPuk(order_id, asked.step_no, said.subscriber_id, imsi)
        case _:
            raise Invalid("FIELD_NOT_VALID", "This is no step we know.", field=field)
