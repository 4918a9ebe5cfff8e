"""What is commanded of changes: a person ends the wait of a held one."""

from collections.abc import Callable
from typing import Any

from boss.provisioning.v1 import commands_pb2 as pb
from kernel.clock import Clock
from provisioning.changes.domain.change import Change
from provisioning.changes.ports import UnitOfWork
from provisioning.changes.usecases.resolve_held_change import refuse_change, retry_change
from provisioning.changes.wire.changes import change_message
from provisioning.vault.domain.audited import Audited
from runtime.database.database import Database
from runtime.rpc.answering import Answering
from runtime.rpc.calling import current_caller


class ChangeCommands(Answering):
    """Every command is answered once (architecture 4.1)."""

    def __init__(self, database: Database, units: Callable[[], UnitOfWork], clock: Clock) -> None:
        super().__init__(database)
        self._units = units
        self._clock = clock

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

    async def _resolve(self, resolve: Callable[..., Any], request: Any) -> Change:
        uow, now = self._units(), self._clock.now()
        change: Change = await resolve(request.change_id, reason=request.reason, uow=uow, now=now)
        action = type(request).__name__.removesuffix("Request")
        act = Audited.by(current_caller(), action, request.change_id, reason=request.reason, at=now)
        await uow.publish([act], now=now)
        return change
