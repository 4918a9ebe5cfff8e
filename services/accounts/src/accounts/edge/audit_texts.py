"""What people typed, handed over by whoever audits them: kept sealed, never an event."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import grpc
from typing_extensions import override

from accounts.domain.audit import AuditText
from accounts.usecases.keep_audit import keep_texts
from accounts.usecases.ports import Desk
from boss.accounts.v1 import audit_texts_pb2, audit_texts_pb2_grpc
from kernel.errors import Invalid
from kernel.ids import is_id
from runtime.operations.typed_text import TypedText

Context = grpc.aio.ServicerContext[Any, Any]
MOST_AT_ONCE, LONGEST_TEXT, LONGEST_SALT = 1000, 10_000, 64


class AuditTextServicer(audit_texts_pb2_grpc.AuditTextServiceServicer):
    """Answers boss.accounts.v1.AuditTextService."""

    def __init__(self, desks: Callable[[], Desk]) -> None:
        self._desks = desks

    @override
    async def KeepTexts(
        self, request: audit_texts_pb2.KeepTextsRequest, context: Context
    ) -> audit_texts_pb2.KeepTextsResponse:
        if len(request.texts) > MOST_AT_ONCE:
            raise Invalid("TOO_MANY", f"At most {MOST_AT_ONCE} at once.", field="texts")
        texts = [_text_of(one, place) for place, one in enumerate(request.texts)]
        await keep_texts(texts, desk=self._desks())
        return audit_texts_pb2.KeepTextsResponse()


@dataclass(frozen=True, slots=True)
class OwnTexts:
    """The way of the texts of accounts itself: they are here already."""

    desks: Callable[[], Desk]

    async def keep(self, texts: Sequence[TypedText]) -> None:
        kept = [AuditText(one.id, one.text, one.salt) for one in texts]
        await keep_texts(kept, desk=self.desks())


def _text_of(message: audit_texts_pb2.TypedText, place: int) -> AuditText:
    fits = (
        is_id(message.id)
        and 0 < len(message.text) <= LONGEST_TEXT
        and len(message.salt) <= LONGEST_SALT
    )
    if not fits:
        raise Invalid("TEXT_INVALID", "This is no text of ours.", field=f"texts[{place}]")
    return AuditText(message.id, message.text, message.salt)
