"""The audit store of accounts, for every other service: a call, never an event."""

from collections.abc import Sequence
from dataclasses import dataclass

from boss.accounts.v1.audit_texts_pb2 import KeepTextsRequest
from boss.accounts.v1.audit_texts_pb2 import TypedText as TextMessage
from boss.accounts.v1.audit_texts_pb2_grpc import AuditTextServiceStub
from runtime.messaging.typed_text import TypedText
from runtime.rpc.caller import Channels
from runtime.rpc.refusals import answered

STORE = "accounts"
KEEP_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class RemoteTexts:
    """Keeps texts where the audit is."""

    channels: Channels

    async def keep(self, texts: Sequence[TypedText]) -> None:
        """Hand them over; raises `Unanswered` where that may or may not have been done."""
        stub = AuditTextServiceStub(self.channels[STORE])
        told = [TextMessage(id=one.id, text=one.text, salt=one.salt) for one in texts]
        await answered(stub.KeepTexts(KeepTextsRequest(texts=told), timeout=KEEP_SECONDS))
