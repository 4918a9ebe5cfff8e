"""Commands over gRPC about balance books beside cash."""

from collections.abc import Callable
from typing import Any

import grpc
from typing_extensions import override

from billing.accounts.edge.asker import channel_now, person_now
from billing.accounts.ports import Desk
from billing.accounts.wire.values import id_of, money_message, money_of
from billing.ledger.domain.adjustment import Adjustment
from billing.ledger.wire.books import book_message, book_messages, gift_of
from billing.lifecycle.wire.answers import account_message
from billing.payments.edge.terms import Terms
from billing.payments.usecases.grant_gift import GrantGift, grant_gift
from billing.payments.usecases.handle_deposit import (
    ReturnDeposit,
    TakeDeposit,
    return_deposit,
    take_deposit,
)
from billing.payments.wire.adjustments import adjustment_message
from boss.billing.v1 import commands_pb2, commands_pb2_grpc, questions_pb2
from kernel.clock import Clock
from runtime.rpc.answering import Answering

Context = grpc.aio.ServicerContext[Any, Any]


class BookCommands(Answering, commands_pb2_grpc.CommandServiceServicer):
    """The part of boss.billing.v1.CommandService that gives and keeps apart."""

    _desks: Callable[[], Desk]
    _clock: Clock
    _terms: Terms

    @override
    async def GrantGift(
        self, request: commands_pb2.GrantGiftRequest, context: Context
    ) -> commands_pb2.GrantGiftResponse:
        asked = GrantGift(gift_of(request), person_now(request.reason))
        now = self._clock.now()

        async def act() -> commands_pb2.GrantGiftResponse:
            limits = self._terms.approval
            granted = await grant_gift(asked, desk=self._desks(), limits=limits, now=now)
            return commands_pb2.GrantGiftResponse(
                books=book_messages(granted.books),
                account=account_message(granted.account),
                adjustment=_waiting(granted.waiting),
            )

        return await self.once(request, commands_pb2.GrantGiftResponse, act)

    @override
    async def TakeDeposit(
        self, request: commands_pb2.TakeDepositRequest, context: Context
    ) -> commands_pb2.TakeDepositResponse:
        asked = TakeDeposit(
            request_id=request.request_id,
            account_id=id_of(request.account_id, field="account_id"),
            amount=money_of(request.amount, field="amount"),
            person=person_now(request.reason),
            channel=channel_now(),
        )
        now = self._clock.now()

        async def act() -> commands_pb2.TakeDepositResponse:
            deposit = await take_deposit(asked, desk=self._desks(), now=now)
            return commands_pb2.TakeDepositResponse(book=book_message(deposit))

        return await self.once(request, commands_pb2.TakeDepositResponse, act)

    @override
    async def ReturnDeposit(
        self, request: commands_pb2.ReturnDepositRequest, context: Context
    ) -> commands_pb2.ReturnDepositResponse:
        account_id = id_of(request.account_id, field="account_id")
        book_id = id_of(request.book_id, field="book_id")
        asked = ReturnDeposit(
            request_id=request.request_id,
            account_id=account_id,
            book_id=book_id,
            person=person_now(request.reason),
        )
        now = self._clock.now()

        async def act() -> commands_pb2.ReturnDepositResponse:
            limits = self._terms.approval
            returned = await return_deposit(asked, desk=self._desks(), limits=limits, now=now)
            return commands_pb2.ReturnDepositResponse(
                amount=money_message(returned.amount), adjustment=_waiting(returned.waiting)
            )

        return await self.once(request, commands_pb2.ReturnDepositResponse, act)


def _waiting(adjustment: Adjustment | None) -> questions_pb2.Adjustment | None:
    return adjustment_message(adjustment) if adjustment else None
