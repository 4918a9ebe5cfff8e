"""What accounts is asked about the audit."""

from typing import Any

import grpc

from accounts.audit.ports import UnitOfWork
from accounts.audit.usecases.list_entries import list_entries
from accounts.audit.wire import audit_message
from boss.accounts.v1 import questions_pb2
from kernel.page import limit_of
from runtime.rpc.calling import current_caller
from runtime.rpc.readable import must_be_readable

Context = grpc.aio.ServicerContext[Any, Any]
USUAL_PAGE = 100


class AuditQuestions:
    """A part of boss.accounts.v1.QuestionService."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def ListAudit(
        self, request: questions_pb2.ListAuditRequest, context: Context
    ) -> questions_pb2.ListAuditResponse:
        must_be_readable(request)
        entries = await list_entries(
            actor=request.actor,
            object_id=request.object_id,
            limit=limit_of(request.limit, usual=USUAL_PAGE),
            caller=current_caller(),
            uow=self._uow,
        )
        return questions_pb2.ListAuditResponse(entries=[audit_message(kept) for kept in entries])
