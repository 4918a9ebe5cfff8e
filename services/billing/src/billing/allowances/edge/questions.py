"""Questions about allowances, over gRPC."""

from typing import Any

import grpc

from billing.accounts.ports import AccountReads
from billing.accounts.usecases.find_account import find_account
from billing.accounts.wire.payee import user_of
from billing.allowances.ports import AllowanceReads
from billing.allowances.usecases.list_allowances import list_allowances
from billing.allowances.wire.allowances import allowance_message
from boss.billing.v1 import questions_pb2
from kernel.clock import Clock
from runtime.rpc.calling import current_caller

Context = grpc.aio.ServicerContext[Any, Any]


class AllowanceQuestions:
    """The part of boss.billing.v1.QuestionService about what is used without a price."""

    def __init__(self, allowances: AllowanceReads, *, accounts: AccountReads, clock: Clock) -> None:
        self._allowances = allowances
        self._accounts = accounts
        self._clock = clock

    async def ListAllowances(  # noqa: N802 - gRPC's name
        self, request: questions_pb2.ListAllowancesRequest, context: Context
    ) -> questions_pb2.ListAllowancesResponse:
        now = self._clock.now()
        account = await find_account(
            user_of(request), accounts=self._accounts, caller=current_caller()
        )
        standing = await list_allowances(account, allowances=self._allowances, now=now)
        return questions_pb2.ListAllowancesResponse(allowances=map(allowance_message, standing))
