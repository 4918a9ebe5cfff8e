"""What can be asked without a trace on the wires of the network."""

from collections.abc import AsyncIterator, Callable
from typing import Any

import grpc
from typing_extensions import override

from boss.emulator.v1 import questions_pb2, questions_pb2_grpc
from emulator.doors.lab.wire import subscription_message
from emulator.handsets.ports import Desk
from emulator.hlr.domain.commands import ListSubscriptions
from emulator.hlr.usecases.read_hlr import list_subscriptions

Context = grpc.aio.ServicerContext[Any, Any]
PAGE = 1000


class QuestionServicer(questions_pb2_grpc.QuestionServiceServicer):
    """Answers boss.emulator.v1.QuestionService."""

    def __init__(self, desks: Callable[[], Desk]) -> None:
        self._desks = desks

    @override
    async def Dump(
        self, request: questions_pb2.DumpRequest, context: Context
    ) -> AsyncIterator[questions_pb2.DumpResponse]:
        after = request.after_imsi
        while True:
            command = ListSubscriptions(after=after, count=PAGE)
            page = await list_subscriptions(command, desk=self._desks())
            for subscription in page:
                yield subscription_message(subscription)
            if len(page) < PAGE:
                return
            after = page[-1].imsi
