"""What the handsets need from outside."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from emulator.handsets.domain.text_message import TextMessage
from emulator.hlr.domain.subscription import Key
from emulator.switch import ports as switch
from emulator.switch.domain.routing import Answering
from emulator.switch.domain.traffic import Cause


@dataclass(frozen=True, slots=True)
class MadeCall:
    peer: str
    seconds: int
    started_at: datetime
    cause: Cause


@dataclass(frozen=True, slots=True)
class ReceivedCall:
    """A call that rang there and was answered."""

    caller: str
    """Empty where it was not shown: no CLIP here, or CLIR there."""
    seconds: int
    started_at: datetime
    forwarded_by: str = ""
    """Who forwarded it; empty: nobody."""
    has_waited: bool = False
    """It came while they talked (call waiting)."""


class Handsets(Protocol):
    async def get_card(self, imsi: str) -> Key | None: ...
    async def answering(self, imsi: str) -> Answering:
        """Return what whoever has this handset does when it rings."""
        ...

    async def save_answering(self, imsi: str, answering: Answering) -> bool:
        """Return whether there is such a handset."""
        ...

    async def add_received(self, imsi: str, *, call: ReceivedCall) -> None: ...
    async def received(self, imsi: str) -> Sequence[ReceivedCall]: ...
    async def save_card(self, card: Key) -> None: ...
    async def add_call(self, imsi: str, *, call: MadeCall) -> None: ...
    async def calls(self, imsi: str) -> Sequence[MadeCall]: ...


class TextStore(Protocol):
    async def save(self, message: TextMessage) -> None: ...
    async def hold(self, isdn: str) -> None:
        """Let nobody else forward to this number, or hand over what waits for it, meanwhile."""
        ...

    async def get_waiting_for_update(self, isdn: str) -> Sequence[TextMessage]: ...
    async def inbox(self, imsi: str) -> Sequence[TextMessage]: ...
    async def expire_owed(self, name: str, *, now: datetime) -> None: ...
    async def owed(self, name: str) -> Sequence[TextMessage]: ...
    async def told(self, text_id: str) -> None: ...


class UnitOfWork(switch.UnitOfWork, Protocol):
    """One transaction per `async with`."""

    @property
    def handsets(self) -> Handsets: ...
    @property
    def texts(self) -> TextStore: ...
