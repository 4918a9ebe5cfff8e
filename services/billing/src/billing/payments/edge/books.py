"""Commands over gRPC about balance books beside cash."""

from collections.abc import Callable
from typing import Any

import grpc

from billing.accounts.wire.account import account_message
from billing.accounts.wire.values import id_of, money_message, money_of, reason_of
from billing.ledger.domain.adjustment import Adjustment
from billing.ledger.domain.approval import ApprovalLimits
from billing.ledger.wire.adjustments import adjustment_message
from billing.ledger.wire.books import book_message, book_messages, gift_of
from billing.payments.ports.unit_of_work import UnitOfWork
from billing.payments.usecases.grant_gift import GrantGift, grant_gift
from billing.payments.usecases.handle_deposit import (
    ReturnDeposit,
    TakeDeposit,
    return_deposit,
    take_deposit,
)
from boss.billing.v1 import commands_pb2, questions_pb2
from kernel.clock import Clock
from runtime.database.database import Database
from runtime.rpc.answering import Answering
from runtime.rpc.calling import current_caller

Context = grpc.aio.ServicerContext[Any, Any]


class BookCommands(Answering):
    """The part of boss.billing.v1.CommandService that gives and keeps apart."""

    def __init__(
        self,
        database: Database,
        *,
        new_uow: Callable[[], UnitOfWork],
        clock: Clock,
        limits: ApprovalLimits,
    ) -> None:
        Answering.__init__(self, database)
        self._new_uow = new_uow
        self._clock = clock
        self._limits = limits

    async def GrantGift(  # noqa: N802 - gRPC's name
        self, request: commands_pb2.GrantGiftRequest, context: Context
    ) -> commands_pb2.GrantGiftResponse:
        asked = GrantGift(gift_of(request), current_caller(), reason_of(request.reason))
        now = self._clock.now()

        async def act() -> commands_pb2.GrantGiftResponse:
            limits = self._limits
            granted = await grant_gift(asked, uow=self._new_uow(), limits=limits, now=now)
            return commands_pb2.GrantGiftResponse(
                books=book_messages(granted.books),
                account=account_message(granted.account),
                adjustment=_waiting(granted.waiting),
            )

        return await self.once(request, commands_pb2.GrantGiftResponse, act)

    async def TakeDeposit(  # noqa: N802 - gRPC's name
        self, request: commands_pb2.TakeDepositRequest, context: Context
    ) -> commands_pb2.TakeDepositResponse:
        asked = TakeDeposit(
            request_id=request.request_id,
            account_id=id_of(request.account_id, field="account_id"),
            amount=money_of(request.amount, field="amount"),
            caller=current_caller(),
            reason=reason_of(request.reason),
        )
        now = self._clock.now()

        async def act() -> commands_pb2.TakeDepositResponse:
            deposit = await take_deposit(asked, uow=self._new_uow(), now=now)
            return commands_pb2.TakeDepositResponse(book=book_message(deposit))

        return await self.once(request, commands_pb2.TakeDepositResponse, act)

    async def ReturnDeposit(  # noqa: N802 - gRPC's name
        self, request: commands_pb2.ReturnDepositRequest, context: Context
    ) -> commands_pb2.ReturnDepositResponse:
        account_id = id_of(request.account_id, field="account_id")
        book_id = id_of(request.book_id, field="book_id")
        asked = ReturnDeposit(
            request_id=request.request_id,
            account_id=account_id,
            book_id=book_id,
            caller=current_caller(),
            reason=reason_of(request.reason),
        )
        now = self._clock.now()

        async def act() -> commands_pb2.ReturnDepositResponse:
            limits = self._limits
            returned = await return_deposit(asked, uow=self._new_uow(), limits=limits, now=now)
            return commands_pb2.ReturnDepositResponse(
                amount=money_message(returned.amount), adjustment=_waiting(returned.waiting)
            )

        return await self.once(request, commands_pb2.ReturnDepositResponse, act)


def _waiting(adjustment: Adjustment | None) -> questions_pb2.Adjustment | None:
    return adjustment_message(adjustment) if adjustment else None
