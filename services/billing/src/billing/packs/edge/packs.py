"""Commands over gRPC about packs."""

from collections.abc import Callable
from typing import Any

import grpc

from billing.accounts.wire.account import account_message
from billing.accounts.wire.values import id_of, money_message
from billing.allowances.domain.allowance import Source
from billing.allowances.usecases.list_allowances import Standing
from billing.allowances.wire.allowances import allowance_message
from billing.packs.ports import UnitOfWork
from billing.packs.usecases.buy_pack import buy_pack
from billing.packs.usecases.cancel_pack import CancelPack, cancel_pack
from billing.packs.wire.packs import buying_of
from boss.billing.v1 import commands_pb2
from kernel.clock import Clock
from runtime.database.database import Database
from runtime.rpc.answering import Answering
from runtime.rpc.calling import current_caller

Context = grpc.aio.ServicerContext[Any, Any]


class PackCommands(Answering):
    """The part of boss.billing.v1.CommandService that sells packs."""

    def __init__(
        self, database: Database, *, new_uow: Callable[[], UnitOfWork], clock: Clock
    ) -> None:
        Answering.__init__(self, database)
        self._new_uow = new_uow
        self._clock = clock

    async def BuyPack(  # noqa: N802 - gRPC's name
        self, request: commands_pb2.BuyPackRequest, context: Context
    ) -> commands_pb2.BuyPackResponse:
        asked = buying_of(request, caller=current_caller(), channel=current_caller().channel)
        now = self._clock.now()

        async def act() -> commands_pb2.BuyPackResponse:
            done = await buy_pack(asked, uow=self._new_uow(), now=now)
            bought = Standing(done.allowance, Source.PACK, done.allowance.total, 0)
            return commands_pb2.BuyPackResponse(
                allowance=allowance_message(bought), account=account_message(done.account)
            )

        return await self.once(request, commands_pb2.BuyPackResponse, act)

    async def CancelPack(  # noqa: N802 - gRPC's name
        self, request: commands_pb2.CancelPackRequest, context: Context
    ) -> commands_pb2.CancelPackResponse:
        allowance_id = id_of(request.allowance_id, field="allowance_id")
        asked, now = CancelPack(allowance_id, current_caller()), self._clock.now()

        async def act() -> commands_pb2.CancelPackResponse:
            done = await cancel_pack(asked, uow=self._new_uow(), now=now)
            allowance = done.allowance
            return commands_pb2.CancelPackResponse(
                allowance=allowance_message(
                    Standing(allowance, Source.PACK, allowance.total, allowance.used)
                ),
                given_back=money_message(done.given_back),
                account=account_message(done.account),
            )

        return await self.once(request, commands_pb2.CancelPackResponse, act)
