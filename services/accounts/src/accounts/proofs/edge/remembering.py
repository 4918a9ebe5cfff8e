"""Commands with a secret in them, answered once: what is remembered of it tells nothing.

The log of commands keeps a digest of each; of six digits a plain one would be guessed at once.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from google.protobuf.message import Message

from kernel.errors import Refusal
from runtime.rpc.audited import DONE, Audited, AuditedAnswering

Request = TypeVar("Request", bound=Message)
Response = TypeVar("Response", bound=Message)
SECRETS = ("password", "new_password", "code", "paper_number")


@dataclass(frozen=True, slots=True)
class Remembering:
    """Remembers commands by a keyed digest of their secrets."""

    answering: AuditedAnswering
    blinded: Callable[[str], str]

    async def first_answer(
        self, request: Message, response_type: type[Response]
    ) -> Response | None:
        """Return what the same command was answered before; raises `REQUEST_ID_REUSED`."""
        return await self.answering.first_answer(self._without_secrets(request), response_type)

    async def once(
        self,
        request: Message,
        response_type: type[Response],
        act: Callable[[], Awaitable[Response]],
        audited: Audited,
    ) -> Response:
        """Act and remember the answer in one transaction; what is done or refused is recorded."""

        async def act_and_record() -> Response:
            response = await act()
            await self.answering.record(audited, DONE)
            return response

        hidden = self._without_secrets(request)
        return await self.answering.once_audited(hidden, response_type, act_and_record, audited)

    async def refused(self, audited: Audited, refusal: Refusal) -> None:
        """Record what was refused before it could be acted on."""
        await self.answering.record(audited, refusal.code)

    async def recorded(self, audited: Audited, outcome: str) -> None:
        await self.answering.record(audited, outcome)

    def _without_secrets(self, request: Request) -> Request:
        hidden: Any = type(request)()
        hidden.CopyFrom(request)
        for name in SECRETS:
            if getattr(request, name, ""):
                setattr(hidden, name, self.blinded(getattr(request, name)))
        kept: Request = hidden
        return kept
