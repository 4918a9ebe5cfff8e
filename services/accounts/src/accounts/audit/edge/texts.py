"""What people typed, handed over by whoever audits them: kept sealed, never an event."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import grpc
from typing_extensions import override

from accounts.audit.domain import AuditText
from accounts.audit.ports import UnitOfWork
from accounts.audit.usecases.add_texts import add_texts
from boss.accounts.v1 import audit_texts_pb2, audit_texts_pb2_grpc
from kernel.errors import Invalid
from kernel.ids import is_id
from runtime.messaging.typed_text import TypedText

Context = grpc.aio.ServicerContext[Any, Any]
MOST_AT_ONCE, LONGEST_TEXT, LONGEST_SALT = 1000, 10_000, 64


class AuditTextServicer(audit_texts_pb2_grpc.AuditTextServiceServicer):
    """Answers boss.accounts.v1.AuditTextService."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    @override
    async def KeepTexts(
        self, request: audit_texts_pb2.KeepTextsRequest, context: Context
    ) -> audit_texts_pb2.KeepTextsResponse:
        if len(request.texts) > MOST_AT_ONCE:
            raise Invalid("FIELD_NOT_VALID", f"At most {MOST_AT_ONCE} at once.", field="texts")
        texts = [_text_of(text, place) for place, text in enumerate(request.texts)]
        await add_texts(texts, uow=self._uow)
        return audit_texts_pb2.KeepTextsResponse()


@dataclass(frozen=True, slots=True)
class OwnTexts:
    """The way of the texts of accounts itself: they are here already."""

    uow: UnitOfWork

    async def keep(self, texts: Sequence[TypedText]) -> None:
        kept = [AuditText(text.id, text.text, text.salt) for text in texts]
        await add_texts(kept, uow=self.uow)


def _text_of(message: audit_texts_pb2.TypedText, place: int) -> AuditText:
    fits = (
        is_id(message.id)
        and 0 < len(message.text) <= LONGEST_TEXT
        and len(message.salt) <= LONGEST_SALT
    )
    if not fits:
        raise Invalid("FIELD_NOT_VALID", "This is no text of ours.", field=f"texts[{place}]")
    return AuditText(message.id, message.text, message.salt)
