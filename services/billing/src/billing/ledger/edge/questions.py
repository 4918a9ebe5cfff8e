"""Questions about what moved money, over gRPC."""

from typing import Any

import grpc

from billing.accounts.ports import AccountReads, ByAccount, Slice
from billing.accounts.usecases.find_account import find_account
from billing.accounts.wire.values import id_of, page_size
from billing.ledger.ports.adjustments import AdjustmentReads
from billing.ledger.ports.ledger import LedgerReads
from billing.ledger.usecases.list_adjustments import list_adjustments
from billing.ledger.usecases.list_postings import WhichPostings, list_postings
from billing.ledger.wire.adjustments import adjustment_message, adjustments_asked
from billing.ledger.wire.books import books_message
from billing.ledger.wire.postings import posting_message, totals_message
from boss.billing.v1 import questions_pb2
from runtime.rpc.calling import current_caller

Context = grpc.aio.ServicerContext[Any, Any]


class LedgerQuestions:
    """The part of boss.billing.v1.QuestionService about the ledger."""

    def __init__(
        self, ledger: LedgerReads, *, accounts: AccountReads, adjustments: AdjustmentReads
    ) -> None:
        self._ledger = ledger
        self._accounts = accounts
        self._adjustments = adjustments

    async def ListPostings(  # noqa: N802 - gRPC's name
        self, request: questions_pb2.ListPostingsRequest, context: Context
    ) -> questions_pb2.ListPostingsResponse:
        lines, total = await list_postings(
            WhichPostings(
                ByAccount(id_of(request.account_id, field="account_id")),
                Slice(max(request.offset, 0), page_size(request.limit)),
            ),
            ledger=self._ledger,
            accounts=self._accounts,
            caller=current_caller(),
        )
        return questions_pb2.ListPostingsResponse(postings=map(posting_message, lines), total=total)

    async def CountLedger(  # noqa: N802 - gRPC's name
        self, request: questions_pb2.CountLedgerRequest, context: Context
    ) -> questions_pb2.CountLedgerResponse:
        return totals_message(await self._ledger.count())

    async def ListBooks(  # noqa: N802 - gRPC's name
        self, request: questions_pb2.ListBooksRequest, context: Context
    ) -> questions_pb2.ListBooksResponse:
        payee = ByAccount(id_of(request.account_id, field="account_id"))
        return books_message(
            await find_account(payee, accounts=self._accounts, caller=current_caller())
        )

    async def ListAdjustments(  # noqa: N802 - gRPC's name
        self, request: questions_pb2.ListAdjustmentsRequest, context: Context
    ) -> questions_pb2.ListAdjustmentsResponse:
        which = adjustments_asked(request, limit=page_size(request.limit))
        adjustments, total = await list_adjustments(
            which, adjustments=self._adjustments, caller=current_caller()
        )
        return questions_pb2.ListAdjustmentsResponse(
            adjustments=map(adjustment_message, adjustments), total=total
        )
