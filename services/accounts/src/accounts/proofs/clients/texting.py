"""Provisioning, which hands texts to the SMS centre."""

from typing import Any

from accounts.proofs.ports import CodeText
from boss.provisioning.v1 import texts_pb2
from boss.provisioning.v1.texts_pb2_grpc import TextServiceStub
from runtime.rpc.client import Channels, answered

ONE_TIME_CODE, FIRST_PASSWORD = "one_time_code", "first_password"


class TextedCodes:
    """Sends codes over gRPC alone: none is in Kafka."""

    def __init__(self, channels: Channels, *, template: str = ONE_TIME_CODE) -> None:
        self._channels = channels
        self._template = template

    async def send(self, text: CodeText) -> None:
        """Raises `CODES_HELD`, `SIM_SWAPPED_RECENTLY`, `NUMBER_NOT_SERVED`, `Unanswered`."""
        stub: Any = TextServiceStub(self._channels["provisioning"])
        request = texts_pb2.SendCodeRequest(
            request_id=text.id,
            msisdn=text.msisdn,
            code=text.code,
            template=self._template,
            valid_seconds=text.valid_seconds,
        )
        await answered(stub.SendCode(request))
