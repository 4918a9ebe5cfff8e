"""Who answers boss.accounts.v1.PasswordService."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any, TypeVar

import grpc
from google.protobuf.message import Message

from accounts.proofs.edge.counting import Counting
from accounts.proofs.ports import UnitOfWork
from accounts.proofs.usecases.change_password import change_password
from accounts.proofs.usecases.check_paper import SaidPaper, check_paper, compare_paper
from accounts.proofs.usecases.check_password import check_password
from accounts.proofs.usecases.prepare_password import NewPassword, prepare_change, prepare_password
from accounts.proofs.usecases.reset_password import reset_password
from accounts.proofs.usecases.try_password import RightTry, Rules, Try, is_locked, try_password
from accounts.proofs.wire import prepared_message, proof_message, reset_of
from boss.accounts.v1 import passwords_pb2 as pb
from kernel.clock import Clock
from kernel.errors import Refusal
from runtime.guessing import Kind
from runtime.rpc.audited import Audited
from runtime.rpc.calling import current_caller
from runtime.rpc.readable import must_be_readable

Context = grpc.aio.ServicerContext[Any, Any]
Response = TypeVar("Response", bound=Message)
LOCKED = "locked"
WRONG_PASSWORD = frozenset({"PASSWORD_WRONG"})
WRONG_PAPER = frozenset({"VERIFICATION_FAILED"})


class PasswordServicer:
    """Tries are counted by who tries and at which number, then by the number's own day."""

    def __init__(
        self,
        uow: UnitOfWork,
        rules: Rules,
        counting: Counting,
        *,
        clock: Clock,
    ) -> None:
        self._uow = uow
        self._rules = rules
        self._counting = counting
        self._remembering = counting.remembering
        self._clock = clock

    async def CheckPassword(
        self, request: pb.CheckPasswordRequest, context: Context
    ) -> pb.CheckPasswordResponse:
        must_be_readable(request)
        now = self._clock.now()

        async def act(right: RightTry) -> pb.CheckPasswordResponse:
            proof = await check_password(
                right,
                earlier=request.proof_id,
                uow=self._uow,
                rules=self._rules,
                now=now,
            )
            return pb.CheckPasswordResponse(proof=proof_message(proof))

        audited = Audited("check_password", request.subscriber_id)
        return await self._by_password(request, pb.CheckPasswordResponse, act, audited)

    async def ChangePassword(
        self, request: pb.ChangePasswordRequest, context: Context
    ) -> pb.ChangePasswordResponse:
        must_be_readable(request)
        now = self._clock.now()

        async def act(right: RightTry) -> pb.ChangePasswordResponse:
            await change_password(
                right,
                new=request.new_password,
                uow=self._uow,
                rules=self._rules,
                now=now,
            )
            return pb.ChangePasswordResponse()

        audited = Audited("change_password", request.subscriber_id)
        return await self._by_password(request, pb.ChangePasswordResponse, act, audited)

    async def ResetPassword(
        self, request: pb.ResetPasswordRequest, context: Context
    ) -> pb.ResetPasswordResponse:
        must_be_readable(request)
        before = await self._remembering.first_answer(request, pb.ResetPasswordResponse)
        if before is not None:
            return before
        now = self._clock.now()
        audited = Audited("reset_password", request.subscriber_id)
        guess = self._counting.guess(Kind.PROOF, request.subscriber_id, field="paper_number")

        async def act() -> pb.ResetPasswordResponse:
            caller = current_caller()
            reset = reset_of(request)
            await reset_password(reset, caller=caller, uow=self._uow, rules=self._rules, now=now)
            await self._counting.guessing.forgive(guess, now=now)
            return pb.ResetPasswordResponse()

        await self._counting.count(guess, audited, now=now)
        try:
            return await self._remembering.once(request, pb.ResetPasswordResponse, act, audited)
        except Refusal as refusal:
            if refusal.code not in WRONG_PAPER:
                await self._counting.guessing.uncount(guess, now=now)
            raise

    async def PreparePassword(
        self, request: pb.PreparePasswordRequest, context: Context
    ) -> pb.PreparePasswordResponse:
        must_be_readable(request)
        now, audited = self._clock.now(), Audited("prepare_password", request.subscriber_id)
        said = NewPassword(request.subscriber_id, request.new_password, request.proof_id)

        async def act_on_old(right: RightTry) -> pb.PreparePasswordResponse:
            return prepared_message(
                await prepare_change(right, said, uow=self._uow, rules=self._rules, now=now)
            )

        async def act() -> pb.PreparePasswordResponse:
            caller, uow = current_caller(), self._uow
            return prepared_message(
                await prepare_password(said, caller=caller, uow=uow, rules=self._rules, now=now)
            )

        if request.password:
            answer = pb.PreparePasswordResponse
            return await self._by_password(request, answer, act_on_old, audited)
        return await self._remembering.once(request, pb.PreparePasswordResponse, act, audited)

    async def CheckPaper(
        self, request: pb.CheckPaperRequest, context: Context
    ) -> pb.CheckPaperResponse:
        must_be_readable(request)
        before = await self._remembering.first_answer(request, pb.CheckPaperResponse)
        if before is not None:
            return before
        now, of = self._clock.now(), request.subscriber_id
        audited = Audited("check_paper", of)
        guess = self._counting.guess(Kind.PROOF, of, field="paper_number")
        async with self._counting.trying(guess, audited, wrong=WRONG_PAPER, now=now):
            said = SaidPaper(of, request.paper_type, request.paper_number, request.name)
            whom = await compare_paper(said, caller=current_caller(), uow=self._uow)

        async def act() -> pb.CheckPaperResponse:
            proof = await check_paper(whom, earlier=request.proof_id, uow=self._uow, now=now)
            return pb.CheckPaperResponse(proof=proof_message(proof))

        return await self._remembering.once(request, pb.CheckPaperResponse, act, audited)

    async def _by_password(
        self,
        request: Any,
        response_type: type[Response],
        act: Callable[[RightTry], Awaitable[Response]],
        audited: Audited,
    ) -> Response:
        before = await self._remembering.first_answer(request, response_type)
        if before is not None:
            return before
        now, said = self._clock.now(), Try(request.subscriber_id, request.password)
        right = await self._try(said, audited, now=now)

        async def act_on_it() -> Response:
            return await act(right)

        return await self._remembering.once(request, response_type, act_on_it, audited)

    async def _try(self, said: Try, audited: Audited, *, now: datetime) -> RightTry:
        """Compare a password; who has tried too much, and a locked one, wait."""
        guess = self._counting.guess(Kind.PASSWORD, said.subscriber_id, field="password")
        caller, uow, rules = current_caller(), self._uow, self._rules
        try:
            async with self._counting.trying(guess, audited, wrong=WRONG_PASSWORD, now=now):
                return await try_password(said, caller=caller, uow=uow, rules=rules, now=now)
        except Refusal as refusal:
            if refusal.code in WRONG_PASSWORD:
                await self._tell_lock(said.subscriber_id, now=now)
            raise

    async def _tell_lock(self, subscriber_id: str, *, now: datetime) -> None:
        if await is_locked(subscriber_id, uow=self._uow, rules=self._rules, now=now):
            await self._remembering.recorded(Audited("password_locked", subscriber_id), LOCKED)
