"""What staff have the stock do."""

from typing import Any

import grpc

from accounts.stock.ports import UnitOfWork
from accounts.stock.usecases.load_stock import load_stock
from accounts.stock.wire import delivery_of
from boss.accounts.v1 import commands_pb2
from runtime.rpc.audited import DONE, Audited, AuditedAnswering
from runtime.rpc.calling import current_caller
from runtime.rpc.readable import must_be_readable

Context = grpc.aio.ServicerContext[Any, Any]


class StockCommands:
    """A part of boss.accounts.v1.CommandService."""

    def __init__(self, uow: UnitOfWork, answering: AuditedAnswering) -> None:
        self._uow = uow
        self._answering = answering

    async def LoadStock(
        self, request: commands_pb2.LoadStockRequest, context: Context
    ) -> commands_pb2.LoadStockResponse:
        must_be_readable(request)
        audited = Audited("load_stock", "stock")

        async def act() -> commands_pb2.LoadStockResponse:
            delivery = delivery_of(request)
            loaded = await load_stock(delivery, caller=current_caller(), uow=self._uow)
            await self._answering.record(audited, DONE)
            return commands_pb2.LoadStockResponse(
                numbers_added=loaded.numbers_added,
                numbers_known=loaded.numbers_known,
                sim_cards_added=loaded.cards_added,
                sim_cards_known=loaded.cards_known,
            )

        return await self._answering.once_audited(
            request, commands_pb2.LoadStockResponse, act, audited
        )
