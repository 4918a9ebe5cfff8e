"""What is commanded of the comparison: a repair."""

from collections.abc import Callable
from typing import Any

from boss.provisioning.v1 import commands_pb2 as pb
from kernel.clock import Clock
from provisioning.changes.ports import UnitOfWork
from provisioning.comparison.usecases.repair import (
    Repair,
    await_repair,
    begin_repair,
    find_differences,
    is_restorable,
)
from provisioning.comparison.wire import difference_message
from provisioning.elements.ports import Element, ElementSilent
from provisioning.vault.domain.audited import Audited
from provisioning.vault.usecases.read_request import msisdns_of
from runtime.database.database import Database
from runtime.errors import TransientError
from runtime.rpc.answering import Answering
from runtime.rpc.calling import current_caller
from runtime.rpc.deadline import seconds_left

USUAL_PATIENCE_SECONDS, LEFT_FOR_THE_ANSWER = 30.0, 0.8


def patience_seconds() -> float:
    """Return how long a repair is waited for: most of what the one who asks will wait."""
    left = seconds_left()
    return USUAL_PATIENCE_SECONDS if left is None else left * LEFT_FOR_THE_ANSWER


class RepairCommands(Answering):
    """A repair is answered once, when nothing of it is under way any more."""

    def __init__(
        self, database: Database, units: Callable[[], UnitOfWork], element: Element, clock: Clock
    ) -> None:
        super().__init__(database)
        self._units = units
        self._element = element
        self._clock = clock

    async def Repair(  # noqa: N802
        self, request: pb.RepairRequest, context: Any
    ) -> pb.RepairResponse:
        """Repair, waiting a while; asked again with the same id it goes on where it was."""
        before = await self.first_answer(request, pb.RepairResponse)
        if before is not None:
            return before
        repair = Repair(request.request_id, msisdns_of(request.msisdns))
        uow = self._units()
        try:
            differences = await find_differences(repair, uow=uow, element=self._element)
        except ElementSilent as silent:
            raise TransientError(str(silent)) from silent
        if request.dry_run:
            return pb.RepairResponse(
                repaired=[difference_message(one) for one in differences if is_restorable(one)],
                left=[difference_message(one) for one in differences if not is_restorable(one)],
            )
        now = self._clock.now()
        which = ",".join(request.msisdns) or "all"
        await uow.publish([Audited.by(current_caller(), "Repair", which, at=now)], now=now)
        begun = await begin_repair(repair, differences, uow=uow, clock=self._clock)
        outcome = await await_repair(begun, differences, uow=uow, seconds=patience_seconds())
        response = pb.RepairResponse(
            repaired=[difference_message(one) for one in outcome.repaired],
            left=[difference_message(one) for one in outcome.left],
        )
        if outcome.is_over:
            await self.keep_answer(request, response)
        return response
