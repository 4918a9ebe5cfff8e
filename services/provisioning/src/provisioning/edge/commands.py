"""What provisioning does when asked: keys, held changes, repairs, steps of orders."""

from collections.abc import Callable
from typing import Any

from boss.provisioning.v1 import commands_pb2 as pb
from boss.provisioning.v1.commands_pb2_grpc import CommandServiceServicer
from kernel.clock import Clock
from kernel.errors import Invalid
from provisioning.domain.change import Change
from provisioning.domain.events import Audited
from provisioning.usecases.check_keys import CheckKeys, check_keys, take_back_check
from provisioning.usecases.load_keys import WrittenKeys, load_keys
from provisioning.usecases.ports import Desk, Element, ElementSilent
from provisioning.usecases.repair import (
    Repair,
    await_repair,
    begin_repair,
    find_differences,
    is_restorable,
)
from provisioning.usecases.resolve_held_change import refuse_change, retry_change
from provisioning.wire.changes import change_message, difference_message
from provisioning.wire.requests import msisdns_of, order_id_of, step_no_of
from runtime.database.database import Database
from runtime.errors import TransientError
from runtime.rpc.answering import Answering, must_have_id
from runtime.rpc.calling import current_caller
from runtime.rpc.deadline import seconds_left

USUAL_PATIENCE_SECONDS, LEFT_FOR_THE_ANSWER = 30.0, 0.8


def patience_seconds() -> float:
    """Return how long a repair is waited for: most of what the one who asks will wait."""
    left = seconds_left()
    return USUAL_PATIENCE_SECONDS if left is None else left * LEFT_FOR_THE_ANSWER


class CommandServicer(Answering, CommandServiceServicer):
    """Every command is answered once (architecture 4.1); steps, by their own memory."""

    def __init__(
        self, database: Database, desks: Callable[[], Desk], element: Element, clock: Clock
    ) -> None:
        super().__init__(database)
        self._desks = desks
        self._element = element
        self._clock = clock

    async def LoadKeys(  # noqa: N802
        self, request: pb.LoadKeysRequest, context: Any
    ) -> pb.LoadKeysResponse:
        cards = [WrittenKeys(one.imsi, one.ki, one.opc) for one in request.cards]

        async def act() -> pb.LoadKeysResponse:
            desk = self._desks()
            added = await load_keys(cards, desk=desk)
            await self._audit(desk, "LoadKeys", f"{len(cards)} cards", "")
            return pb.LoadKeysResponse(added=added, known=len(cards) - added)

        return await self.once(request, pb.LoadKeysResponse, act)

    async def RetryChange(  # noqa: N802
        self, request: pb.RetryChangeRequest, context: Any
    ) -> pb.RetryChangeResponse:
        async def act() -> pb.RetryChangeResponse:
            change = await self._resolve(retry_change, request)
            return pb.RetryChangeResponse(change=change_message(change))

        return await self.once(request, pb.RetryChangeResponse, act)

    async def RefuseChange(  # noqa: N802
        self, request: pb.RefuseChangeRequest, context: Any
    ) -> pb.RefuseChangeResponse:
        async def act() -> pb.RefuseChangeResponse:
            change = await self._resolve(refuse_change, request)
            return pb.RefuseChangeResponse(change=change_message(change))

        return await self.once(request, pb.RefuseChangeResponse, act)

    async def Repair(  # noqa: N802
        self, request: pb.RepairRequest, context: Any
    ) -> pb.RepairResponse:
        """Repair, waiting a while; asked again with the same id it goes on where it was."""
        before = await self.first_answer(request, pb.RepairResponse)
        if before is not None:
            return before
        repair = Repair(request.request_id, msisdns_of(request.msisdns))
        desk = self._desks()
        try:
            found = await find_differences(repair, desk=desk, element=self._element)
        except ElementSilent as silent:
            raise TransientError(str(silent)) from silent
        if request.dry_run:
            return pb.RepairResponse(
                repaired=[difference_message(one) for one in found if is_restorable(one)],
                left=[difference_message(one) for one in found if not is_restorable(one)],
            )
        await self._audit(desk, "Repair", ",".join(request.msisdns) or "all", "")
        begun = await begin_repair(repair, found, desk=desk, clock=self._clock)
        outcome = await await_repair(begun, found, desk=desk, seconds=patience_seconds())
        response = pb.RepairResponse(
            repaired=[difference_message(one) for one in outcome.repaired],
            left=[difference_message(one) for one in outcome.left],
        )
        if outcome.is_over:
            await self.keep_answer(request, response)
        return response

    async def CarryOut(  # noqa: N802
        self, request: pb.CarryOutRequest, context: Any
    ) -> pb.CarryOutResponse:
        # The memory of steps answers it once, and it has no other answer than that it is done.
        must_have_id(request)
        if request.step.WhichOneof("step") != "has_keys":
            raise Invalid("STEP_UNKNOWN", "This is no step we know.", field="step")
        order_id, step_no = order_id_of(request.order_id), step_no_of(request.step_no)
        step = CheckKeys(order_id, step_no, request.step.has_keys.imsi)
        await check_keys(step, desk=self._desks())
        return pb.CarryOutResponse()

    async def TakeBack(  # noqa: N802
        self, request: pb.TakeBackRequest, context: Any
    ) -> pb.TakeBackResponse:
        must_have_id(request)
        order_id, step_no = order_id_of(request.order_id), step_no_of(request.step_no)
        await take_back_check(order_id, step_no, desk=self._desks())
        return pb.TakeBackResponse()

    async def _resolve(self, resolve: Callable[..., Any], request: Any) -> Change:
        desk, now = self._desks(), self._clock.now()
        change: Change = await resolve(request.change_id, reason=request.reason, desk=desk, now=now)
        action = type(request).__name__.removesuffix("Request")
        await self._audit(desk, action, request.change_id, request.reason)
        return change

    async def _audit(self, desk: Desk, action: str, object_id: str, reason: str) -> None:
        actor, now = current_caller(), self._clock.now()
        said = Audited(actor.id, actor.channel, action, object_id, reason, now)
        await desk.say(said, now=now)
