"""Commands that are answered once: the first answer is kept with the effect."""

import hashlib
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from google.protobuf.message import Message

from kernel.errors import Invalid, Refusal
from runtime.database.database import Database
from runtime.errors import TransientError

Response = TypeVar("Response", bound=Message)

_LONGEST_ID = 200
_LOOK = "SELECT digest, answer FROM command_log WHERE request_id = $1"
_KEEP = """
INSERT INTO command_log (request_id, kind, digest, answer) VALUES ($1, $2, $3, $4)
ON CONFLICT (request_id) DO NOTHING
"""


class AnsweredMeanwhile(TransientError):
    """The same command was answered at the same time; its answer stands in the log."""


class Answering:
    """Base of servicers whose commands carry a `request_id` (architecture 4.1).

    A refusal changes nothing and is not kept: asked again, the command is judged again.
    """

    def __init__(self, database: Database) -> None:
        self.database = database

    async def once(
        self,
        request: Message,
        response_type: type[Response],
        act: Callable[[], Awaitable[Response]],
    ) -> Response:
        """Answer a command: `act()` and the memory of its answer in one transaction.

        The same id and content again gets the first answer. Raises `REQUEST_ID_REUSED` for other
        content, `FIELD_MISSING` for none, `FIELD_NOT_VALID` for what is no id, and
        whatever `act` refuses.
        """
        before = await self.first_answer(request, response_type)
        if before is not None:
            return before
        try:
            async with self.database.transaction():
                response = await act()
                await self.keep_answer(request, response)
        except (Refusal, AnsweredMeanwhile):
            # What refuses us may be our own twin, who was faster.
            before = await self.first_answer(request, response_type)
            if before is None:
                raise
            return before
        return response

    async def first_answer(
        self, request: Message, response_type: type[Response]
    ) -> Response | None:
        """Look up what this command was answered before; for acts that call others in between."""
        request_id = _id_of(request)
        async with self.database.reading() as connection:
            row = (await connection.exec_driver_sql(_LOOK, (request_id,))).first()
        if row is None:
            return None
        if row.digest != _digest(request):
            raise Refusal(
                "REQUEST_ID_REUSED", "This id was used for another request.", field="request_id"
            )
        return response_type.FromString(row.answer)

    async def keep_answer(self, request: Message, response: Message) -> None:
        """Keep the answer in the ambient transaction; raises where a twin has kept one."""
        kind = request.DESCRIPTOR.full_name
        row = (_id_of(request), kind, _digest(request), response.SerializeToString())
        async with self.database.transaction() as connection:
            kept = await connection.exec_driver_sql(_KEEP, row)
        if kept.rowcount == 0:
            raise AnsweredMeanwhile("The same command was answered at the same time.")


def must_have_id(request: Message) -> None:
    """Raise as `once` does where there is no id, for what is answered once by another memory."""
    _id_of(request)


def _id_of(request: Any) -> str:
    request_id: str = request.request_id
    if not request_id:
        raise Invalid("FIELD_MISSING", "A command needs an id.", field="request_id")
    if len(request_id) > _LONGEST_ID or not request_id.isprintable():
        sentence = f"An id is printable and has at most {_LONGEST_ID} characters."
        raise Invalid("FIELD_NOT_VALID", sentence, field="request_id")
    return request_id


def _digest(request: Message) -> bytes:
    content = request.SerializeToString(deterministic=True)
    name = request.DESCRIPTOR.full_name.encode()
    return hashlib.sha256(name + b"\0" + content).digest()
