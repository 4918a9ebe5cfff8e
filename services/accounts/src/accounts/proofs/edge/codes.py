"""Who answers boss.accounts.v1.CodeService."""

from typing import Any

import grpc

from accounts.proofs.edge.counting import Counting
from accounts.proofs.ports import UnitOfWork
from accounts.proofs.usecases.send_code import CodeRequest, CodeRules, send_code
from accounts.proofs.usecases.try_code import CodeTry, check_code, try_code
from accounts.proofs.wire import proof_message
from boss.accounts.v1 import codes_pb2 as pb
from kernel.clock import Clock
from kernel.errors import Refusal
from runtime.guessing import Kind
from runtime.rpc.audited import Audited
from runtime.rpc.calling import current_caller
from runtime.rpc.readable import must_be_readable
from runtime.rpc.timestamps import timestamp

Context = grpc.aio.ServicerContext[Any, Any]
WRONG_CODE = frozenset({"CODE_WRONG"})


class CodeServicer:
    """Tries are counted by who tries and at which number, then by the code itself."""

    def __init__(
        self, uow: UnitOfWork, rules: CodeRules, counting: Counting, *, clock: Clock
    ) -> None:
        self._uow = uow
        self._rules = rules
        self._counting = counting
        self._clock = clock

    async def SendCode(self, request: pb.SendCodeRequest, context: Context) -> pb.SendCodeResponse:
        must_be_readable(request)
        remembering = self._counting.remembering
        before = await remembering.first_answer(request, pb.SendCodeResponse)
        if before is not None:
            return before
        now, policy = self._clock.now(), self._rules.policy
        audited = Audited("send_code", request.subscriber_id)
        wanted = CodeRequest(request.subscriber_id, request.request_id)
        try:
            code = await send_code(
                wanted, caller=current_caller(), uow=self._uow, rules=self._rules, now=now
            )
        except Refusal as refusal:
            await remembering.refused(audited, refusal)
            raise

        async def told() -> pb.SendCodeResponse:
            return pb.SendCodeResponse(
                valid_until=timestamp(code.valid_until(policy)), left_today=code.left_today(policy)
            )

        return await remembering.once(request, pb.SendCodeResponse, told, audited)

    async def CheckCode(
        self, request: pb.CheckCodeRequest, context: Context
    ) -> pb.CheckCodeResponse:
        must_be_readable(request)
        remembering = self._counting.remembering
        before = await remembering.first_answer(request, pb.CheckCodeResponse)
        if before is not None:
            return before
        now, said = self._clock.now(), CodeTry(request.subscriber_id, request.code)
        audited = Audited("check_code", request.subscriber_id)
        guess = self._counting.guess(Kind.CODE, request.subscriber_id, field="code")
        async with self._counting.trying(guess, audited, wrong=WRONG_CODE, now=now):
            right = await try_code(
                said, caller=current_caller(), uow=self._uow, rules=self._rules, now=now
            )

        async def act() -> pb.CheckCodeResponse:
            proof = await check_code(right, earlier=request.proof_id, uow=self._uow, now=now)
            return pb.CheckCodeResponse(proof=proof_message(proof))

        return await remembering.once(request, pb.CheckCodeResponse, act, audited)
