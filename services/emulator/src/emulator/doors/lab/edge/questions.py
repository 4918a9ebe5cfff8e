"""What can be asked without a trace on the wires of the network."""

from collections.abc import AsyncIterator, Callable
from typing import Any

import grpc
from typing_extensions import override

from boss.emulator.v1 import questions_pb2, questions_pb2_grpc
from emulator.doors.lab.wire import subscription_message
from emulator.handsets.ports import UnitOfWork

Context = grpc.aio.ServicerContext[Any, Any]
PAGE = 1000


class QuestionServicer(questions_pb2_grpc.QuestionServiceServicer):
    """Answers boss.emulator.v1.QuestionService."""

    def __init__(self, units: Callable[[], UnitOfWork]) -> None:
        self._units = units

    @override
    async def Dump(
        self, request: questions_pb2.DumpRequest, context: Context
    ) -> AsyncIterator[questions_pb2.DumpResponse]:
        after = request.after_imsi
        while True:
            page = await self._units().hlr.page(after=after, count=PAGE)
            for subscription in page:
                yield subscription_message(subscription)
            if len(page) < PAGE:
                return
            after = page[-1].imsi
