"""Commands over gRPC about packs."""

from collections.abc import Callable
from typing import Any

import grpc
from typing_extensions import override

from billing.accounts.edge.asker import asker_now, channel_now
from billing.accounts.ports import Desk
from billing.accounts.wire.values import id_of, money_message
from billing.allowances.domain.allowance import Source
from billing.allowances.usecases.list_allowances import Standing
from billing.lifecycle.wire.answers import account_message
from billing.packs.usecases.buy_pack import buy_pack
from billing.packs.usecases.cancel_pack import CancelPack, cancel_pack
from billing.packs.wire.packs import allowance_message, buying_of
from boss.billing.v1 import commands_pb2, commands_pb2_grpc
from kernel.clock import Clock
from runtime.rpc.answering import Answering

Context = grpc.aio.ServicerContext[Any, Any]


class PackCommands(Answering, commands_pb2_grpc.CommandServiceServicer):
    """The part of boss.billing.v1.CommandService that sells packs."""

    _desks: Callable[[], Desk]
    _clock: Clock

    @override
    async def BuyPack(
        self, request: commands_pb2.BuyPackRequest, context: Context
    ) -> commands_pb2.BuyPackResponse:
        asked = buying_of(request, asker=asker_now(), channel=channel_now())
        now = self._clock.now()

        async def act() -> commands_pb2.BuyPackResponse:
            done = await buy_pack(asked, desk=self._desks(), now=now)
            bought = Standing(done.allowance, Source.PACK, done.allowance.total, 0)
            return commands_pb2.BuyPackResponse(
                allowance=allowance_message(bought), account=account_message(done.account)
            )

        return await self.once(request, commands_pb2.BuyPackResponse, act)

    @override
    async def CancelPack(
        self, request: commands_pb2.CancelPackRequest, context: Context
    ) -> commands_pb2.CancelPackResponse:
        allowance_id = id_of(request.allowance_id, field="allowance_id")
        asked, now = CancelPack(allowance_id, asker_now()), self._clock.now()

        async def act() -> commands_pb2.CancelPackResponse:
            done = await cancel_pack(asked, desk=self._desks(), now=now)
            one = done.allowance
            return commands_pb2.CancelPackResponse(
                allowance=allowance_message(Standing(one, Source.PACK, one.total, one.used)),
                given_back=money_message(done.given_back),
                account=account_message(done.account),
            )

        return await self.once(request, commands_pb2.CancelPackResponse, act)
