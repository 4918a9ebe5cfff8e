"""What staff have recorded about who was checked."""

from typing import Any

import grpc

from accounts.customers.domain.ages import Ages
from accounts.proofs.ports import UnitOfWork
from accounts.proofs.usecases.record_proof import record_proof
from accounts.proofs.wire import checking_of, proof_message
from boss.accounts.v1 import commands_pb2
from kernel.clock import Clock
from kernel.errors import Refusal
from runtime.guessing import AuditedGuessing, Guess, Kind
from runtime.rpc.audited import DONE, Audited, AuditedAnswering
from runtime.rpc.calling import current_caller
from runtime.rpc.readable import must_be_readable

Context = grpc.aio.ServicerContext[Any, Any]
LONGEST_ID = 64
WRONG_GUESSES = frozenset({"VERIFICATION_FAILED", "NO_SUCH_CUSTOMER", "ID_MISMATCH"})


class ProofCommands:
    """A part of boss.accounts.v1.CommandService."""

    def __init__(
        self,
        uow: UnitOfWork,
        answering: AuditedAnswering,
        guessing: AuditedGuessing,
        *,
        ages: Ages,
        clock: Clock,
    ) -> None:
        self._uow = uow
        self._answering = answering
        self._guessing = guessing
        self._ages = ages
        self._clock = clock

    async def RecordProof(
        self, request: commands_pb2.RecordProofRequest, context: Context
    ) -> commands_pb2.RecordProofResponse:
        must_be_readable(request)
        before = await self._answering.first_answer(request, commands_pb2.RecordProofResponse)
        if before is not None:
            return before
        audited, now = Audited("record_proof", request.customer_id), self._clock.now()
        guess = await self._count_paper(request, audited)

        async def act() -> commands_pb2.RecordProofResponse:
            checking, caller = checking_of(request), current_caller()
            proof = await record_proof(
                checking, caller=caller, uow=self._uow, ages=self._ages, now=now
            )
            if guess is not None:
                await self._guessing.forgive(guess, now=now)
            await self._answering.record(audited, DONE)
            return commands_pb2.RecordProofResponse(proof=proof_message(proof))

        try:
            return await self._answering.once_audited(
                request, commands_pb2.RecordProofResponse, act, audited
            )
        except Refusal as refusal:
            if guess is not None and refusal.code not in WRONG_GUESSES:
                await self._guessing.uncount(guess, now=now)
            raise

    async def _count_paper(
        self, request: commands_pb2.RecordProofRequest, audited: Audited
    ) -> Guess | None:
        """Count a paper that is shown before it is compared; raises `PROOF_LOCKED`, audited too."""
        if not request.paper_number:
            return None
        target = request.customer_id if len(request.customer_id) <= LONGEST_ID else ""
        guess = Guess(Kind.PROOF, current_caller(), target, field="paper_number")
        try:
            await self._guessing.count(guess, now=self._clock.now())
        except Refusal as refusal:
            await self._answering.record(audited, refusal.code)
            raise
        return guess
