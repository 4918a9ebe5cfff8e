"""What is asked of texts over gRPC: send a code, show what was sent."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from boss.provisioning.v1 import texts_pb2 as pb
from boss.provisioning.v1.texts_pb2_grpc import TextServiceServicer
from kernel.clock import Clock
from provisioning.texts.domain.template import Templates
from provisioning.texts.ports import AskedFor, ShownText, ShownTexts, UnitOfWork
from provisioning.texts.usecases.record_reading import record_reading
from provisioning.texts.usecases.send_code import CodeRules, send_code
from provisioning.texts.wire.texts import asked_for, code_of, text_message, without_code
from runtime.database.database import Database
from runtime.rpc.answering import Answering
from runtime.rpc.calling import current_caller
from runtime.telemetry.tracing import current_traceparent


class Readings(Protocol):
    """What is written down, for who asks."""

    async def texts(self, asked: AskedFor) -> ShownTexts: ...

    async def text(self, text_id: str) -> ShownText: ...


@dataclass(frozen=True, slots=True)
class Codes:
    """What sending a code needs."""

    units: Callable[[], UnitOfWork]
    templates: Templates
    rules: CodeRules
    clock: Clock


class TextServicer(Answering, TextServiceServicer):
    """Answers boss.provisioning.v1.TextService."""

    def __init__(self, database: Database, codes: Codes, readings: Readings) -> None:
        super().__init__(database)
        self._codes = codes
        self._readings = readings

    async def SendCode(  # noqa: N802
        self, request: pb.SendCodeRequest, context: Any
    ) -> pb.SendCodeResponse:
        codes = self._codes
        command = code_of(request, now=codes.clock.now(), traceparent=current_traceparent())

        async def act() -> pb.SendCodeResponse:
            text_id = await send_code(
                command, uow=codes.units(), templates=codes.templates, rules=codes.rules
            )
            return pb.SendCodeResponse(text_id=text_id)

        return await self.once(without_code(request), pb.SendCodeResponse, act)

    async def ListTexts(  # noqa: N802
        self, request: pb.ListTextsRequest, context: Any
    ) -> pb.ListTextsResponse:
        shown = await self._readings.texts(asked_for(request))
        await self._record(shown.texts)
        is_vain = bool(request.template) and not shown.texts
        return pb.ListTextsResponse(
            texts=[text_message(one) for one in shown.texts],
            total=shown.total,
            is_counted_in_part=shown.is_counted_in_part,
            templates=sorted(self._codes.templates.names) if is_vain else (),
        )

    async def GetText(  # noqa: N802
        self, request: pb.GetTextRequest, context: Any
    ) -> pb.GetTextResponse:
        text = await self._readings.text(request.text_id)
        await self._record([text])
        return pb.GetTextResponse(text=text_message(text))

    async def _record(self, texts: Sequence[ShownText]) -> None:
        codes = self._codes
        caller, now = current_caller(), codes.clock.now()
        await record_reading(texts, caller=caller, uow=codes.units(), now=now)
