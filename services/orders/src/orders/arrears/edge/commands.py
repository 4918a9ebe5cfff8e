"""What staff have orders compare, over gRPC."""

from dataclasses import dataclass

from boss.orders.v1 import commands_pb2
from orders.arrears.ports import Levels, UnitOfWork
from orders.arrears.usecases.compare_arrears import compare_arrears, note_differing
from orders.ordering.ports import NoAnswer
from runtime.errors import Unanswered
from runtime.rpc.answering import Answering


@dataclass(frozen=True, slots=True)
class ArrearsCommands:
    """A part of boss.orders.v1.CommandService."""

    answering: Answering
    uow: UnitOfWork
    levels: Levels

    async def ReconcileArrears(  # noqa: N802 - gRPC names it
        self, request: commands_pb2.ReconcileArrearsRequest, context: object
    ) -> commands_pb2.ReconcileArrearsResponse:
        """Compare wanted levels with stops; unless it is a dry run, place what is missing."""
        kind = commands_pb2.ReconcileArrearsResponse
        before = await self.answering.first_answer(request, kind)
        if before is not None:
            return before
        try:
            comparison = await compare_arrears(self.levels)
        except NoAnswer as problem:
            raise Unanswered(str(problem)) from problem
        response = kind(compared=comparison.compared, placed_for=comparison.differing)
        async with self.answering.database.transaction():
            if not request.dry_run:
                await note_differing(comparison, uow=self.uow)
            await self.answering.keep_answer(request, response)
        return response
