"""What accounts is asked about proofs."""

from typing import Any

import grpc

from accounts.proofs.ports import UnitOfWork
from accounts.proofs.usecases.check_balance_proof import check_balance_proof
from accounts.proofs.usecases.check_list_proof import Line, check_list_proof
from accounts.proofs.wire import proof_message
from boss.accounts.v1 import questions_pb2
from kernel.clock import Clock
from runtime.rpc.calling import current_caller
from runtime.rpc.readable import must_be_readable

Context = grpc.aio.ServicerContext[Any, Any]


class ProofQuestions:
    """A part of boss.accounts.v1.QuestionService."""

    def __init__(self, uow: UnitOfWork, clock: Clock) -> None:
        self._uow = uow
        self._clock = clock

    async def CheckListProof(
        self, request: questions_pb2.CheckListProofRequest, context: Context
    ) -> questions_pb2.CheckListProofResponse:
        must_be_readable(request)
        proof = await check_list_proof(
            request.proof_id,
            whose=Line(request.customer_id, request.subscriber_id),
            caller=current_caller(),
            uow=self._uow,
            now=self._clock.now(),
        )
        return questions_pb2.CheckListProofResponse(proof=proof_message(proof))

    async def CheckBalanceProof(
        self, request: questions_pb2.CheckBalanceProofRequest, context: Context
    ) -> questions_pb2.CheckBalanceProofResponse:
        must_be_readable(request)
        await check_balance_proof(
            request.proof_id,
            whose=Line(request.customer_id, request.subscriber_id),
            caller=current_caller(),
            uow=self._uow,
            now=self._clock.now(),
        )
        return questions_pb2.CheckBalanceProofResponse()
