"""Look at the screen of a handset."""

from collections.abc import Sequence
from dataclasses import dataclass

from emulator.domain.text_message import TextMessage
from emulator.domain.visitor import Visitor
from emulator.usecases.ports import Desk, MadeCall


@dataclass(frozen=True, slots=True)
class Screen:
    visitor: Visitor | None
    inbox: Sequence[TextMessage]
    calls: Sequence[MadeCall]


async def read_handset(imsi: str, *, desk: Desk) -> Screen:
    return Screen(
        visitor=await desk.switch.find(imsi),
        inbox=await desk.texts.inbox(imsi),
        calls=await desk.handsets.calls(imsi),
    )
