"""Commands that are answered once and leave a trace, refused ones too."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from google.protobuf.message import Message

from kernel.errors import Refusal
from runtime.database.database import Database
from runtime.rpc.answering import Answering, Response

DONE = "done"


@dataclass(frozen=True, slots=True)
class Audited:
    """What somebody does to what; the object may only be known afterwards."""

    action: str
    object_id: str = ""
    reason: str = ""


Record = Callable[[Audited, str], Awaitable[None]]
"""Publishes what was done and its outcome, in the present transaction or one of its own."""


class AuditedAnswering(Answering):
    """Base of servicers whose commands are audited; `act` itself records what was done."""

    def __init__(self, database: Database, record: Record) -> None:
        super().__init__(database)
        self.record = record

    async def once_audited(
        self,
        request: Message,
        response_type: type[Response],
        act: Callable[[], Awaitable[Response]],
        audited: Audited,
    ) -> Response:
        """Answer once; a refusal is recorded too, in a transaction of its own."""
        try:
            return await self.once(request, response_type, act)
        except Refusal as refusal:
            await self.record(audited, refusal.code)
            raise
