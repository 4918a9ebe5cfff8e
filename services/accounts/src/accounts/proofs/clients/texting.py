"""Provisioning, which hands texts to the SMS centre."""

from typing import Any

from accounts.proofs.ports import CodeText
from boss.provisioning.v1 import texts_pb2
from boss.provisioning.v1.texts_pb2_grpc import TextServiceStub
from runtime.rpc.client import Channels, answered

TEMPLATE = "one_time_code"


class TextedCodes:
    """Sends codes over gRPC alone: none is in Kafka."""

    def __init__(self, channels: Channels) -> None:
        self._channels = channels

    async def send(self, text: CodeText) -> None:
        """Raises `CODES_HELD`, `SIM_SWAPPED_RECENTLY`, `NUMBER_NOT_SERVED`, `Unanswered`."""
        stub: Any = TextServiceStub(self._channels["provisioning"])
        request = texts_pb2.SendCodeRequest(
            request_id=text.id,
            msisdn=text.msisdn,
            code=text.code,
            template=TEMPLATE,
            valid_seconds=text.valid_seconds,
        )
        await answered(stub.SendCode(request))
