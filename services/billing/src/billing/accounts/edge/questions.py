"""Questions about accounts, over gRPC."""

from typing import Any

import grpc

from billing.accounts.ports import MOST_COUNTED, AccountReads, Slice
from billing.accounts.usecases.list_accounts import list_accounts
from billing.accounts.wire.account import listed_account_message, wanted_message, which_accounts
from billing.accounts.wire.values import page_size
from boss.billing.v1 import questions_pb2
from runtime.rpc.calling import current_caller

Context = grpc.aio.ServicerContext[Any, Any]


class AccountQuestions:
    """The part of boss.billing.v1.QuestionService about who pays."""

    def __init__(self, accounts: AccountReads) -> None:
        self._accounts = accounts

    async def ListWantedLevels(  # noqa: N802 - gRPC's name
        self, request: questions_pb2.ListWantedLevelsRequest, context: Context
    ) -> questions_pb2.ListWantedLevelsResponse:
        levels = await self._accounts.wanted_levels(
            after=request.after_subscriber_id, limit=page_size(request.limit)
        )
        return questions_pb2.ListWantedLevelsResponse(levels=map(wanted_message, levels))

    async def ListAccounts(  # noqa: N802 - gRPC's name
        self, request: questions_pb2.ListAccountsRequest, context: Context
    ) -> questions_pb2.ListAccountsResponse:
        accounts, total = await list_accounts(
            which_accounts(request),
            part=Slice(max(request.offset, 0), page_size(request.limit)),
            accounts=self._accounts,
            caller=current_caller(),
        )
        return questions_pb2.ListAccountsResponse(
            accounts=map(listed_account_message, accounts),
            total=total,
            more=total > MOST_COUNTED,
        )
