"""What somebody has and may still spend, over gRPC."""

from typing import Any

import grpc

from billing.accounts.ports import AccountReads
from billing.accounts.usecases.find_account import find_account
from billing.accounts.usecases.take_account import card_meant
from billing.accounts.wire.account import account_of_user
from billing.accounts.wire.payee import payee_of
from billing.catalogue.ports import CatalogueReads
from billing.charging.ports.reservations import ReservedMoney
from billing.credit.usecases.price_return import price_return
from billing.credit.wire.credit import spending_message
from boss.billing.v1 import questions_pb2
from kernel.clock import Clock
from runtime.rpc.calling import current_caller

Context = grpc.aio.ServicerContext[Any, Any]


class BalanceQuestions:
    """The part of boss.billing.v1.QuestionService about balances."""

    def __init__(
        self,
        accounts: AccountReads,
        *,
        reserved: ReservedMoney,
        catalogues: CatalogueReads,
        clock: Clock,
    ) -> None:
        self._accounts = accounts
        self._catalogues = catalogues
        self._reserved = reserved
        self._clock = clock

    async def GetBalance(  # noqa: N802 - gRPC's name
        self, request: questions_pb2.GetBalanceRequest, context: Context
    ) -> questions_pb2.GetBalanceResponse:
        payee = payee_of(request)
        account = await find_account(payee, accounts=self._accounts, caller=current_caller())
        now = self._clock.now()
        reserved = await self._reserved.reserved(account.id, now=now)
        back = await price_return(account, catalogues=self._catalogues, now=now)
        message = account_of_user(account, card_meant(account, payee), back=back)
        message.spending.CopyFrom(spending_message(account, reserved=reserved, now=now))
        return questions_pb2.GetBalanceResponse(account=message)
