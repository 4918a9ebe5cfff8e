"""Commands over gRPC about balance books beside cash."""

from collections.abc import Callable
from typing import Any

import grpc
from typing_extensions import override

from billing.edge.asker import person_now
from billing.usecases.grant_gift import GrantGift, grant_gift
from billing.usecases.ports import Desk
from billing.wire.answers import account_message
from billing.wire.books import book_messages, gift_of
from boss.billing.v1 import commands_pb2, commands_pb2_grpc
from kernel.clock import Clock
from runtime.rpc.answering import Answering

Context = grpc.aio.ServicerContext[Any, Any]


class GiftCommands(Answering, commands_pb2_grpc.CommandServiceServicer):
    """The part of boss.billing.v1.CommandService that gives."""

    _desks: Callable[[], Desk]
    _clock: Clock

    @override
    async def GrantGift(
        self, request: commands_pb2.GrantGiftRequest, context: Context
    ) -> commands_pb2.GrantGiftResponse:
        asked = GrantGift(gift_of(request), person_now(request.reason))
        now = self._clock.now()

        async def act() -> commands_pb2.GrantGiftResponse:
            granted = await grant_gift(asked, desk=self._desks(), now=now)
            return commands_pb2.GrantGiftResponse(
                books=book_messages(granted.books), account=account_message(granted.account)
            )

        return await self.once(request, commands_pb2.GrantGiftResponse, act)
