"""What provisioning says of texts, in tests of the gateway."""

from typing import Any

from pretend_money import SUBSCRIBER

from boss.provisioning.v1 import texts_pb2 as pb
from boss.provisioning.v1.texts_pb2_grpc import TextServiceServicer
from kernel.errors import NotFound

TEXT, CODE = "01980000-0000-7000-8000-00000000a001", "01980000-0000-7000-8000-00000000a002"
PAID = "您已成功缴费50.00元，当前账户余额为62.35元。"


def text(id_: str = TEXT, **more: Any) -> pb.Text:
    said = pb.Text(
        id=id_, subscriber_id=SUBSCRIBER, msisdn="8613900000001", template="payment_received",
        language="zh", words=PAID, state="delivered", sendings=1, is_urgent=True,
    )  # fmt: skip
    said.MergeFrom(pb.Text(**more))
    for field, at in (("asked_at", 1), ("submitted_at", 2), ("ended_at", 3), ("expires_at", 9)):
        getattr(said, field).FromSeconds(1_795_443_200 + at)
    return said


def code() -> pb.Text:
    secret = text(CODE, template="one_time_code", is_secret=True, state="submitted")
    secret.ClearField("words")
    secret.ClearField("ended_at")
    return secret


class TextDesk(TextServiceServicer):
    """Answers boss.provisioning.v1.TextService."""

    def __init__(self, notes: Any) -> None:
        self._notes = notes

    async def ListTexts(self, request: Any, context: Any) -> Any:  # noqa: N802
        self._notes.take(request)
        every = [code(), text()]
        found = [one for one in every if request.template in {"", one.template}]
        page = found[request.offset : request.offset + (request.limit or 100)]
        return pb.ListTextsResponse(texts=page, total=len(found))

    async def GetText(self, request: Any, context: Any) -> Any:  # noqa: N802
        self._notes.take(request)
        for one in (text(), code()):
            if one.id == request.text_id:
                return pb.GetTextResponse(text=one)
        raise NotFound("TEXT_NOT_FOUND", "There is no such text.", field="text_id")
