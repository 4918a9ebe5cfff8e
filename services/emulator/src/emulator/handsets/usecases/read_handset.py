"""Look at the screen of a handset."""

from collections.abc import Sequence
from dataclasses import dataclass

from emulator.handsets.domain.text_message import TextMessage
from emulator.handsets.ports import MadeCall, ReceivedCall, UnitOfWork
from emulator.switch.domain.visitor import Visitor


@dataclass(frozen=True, slots=True)
class Screen:
    visitor: Visitor | None
    inbox: Sequence[TextMessage]
    calls: Sequence[MadeCall]
    received: Sequence[ReceivedCall]


async def read_handset(imsi: str, *, uow: UnitOfWork) -> Screen:
    return Screen(
        visitor=await uow.switch.get(imsi),
        inbox=await uow.texts.inbox(imsi),
        calls=await uow.handsets.calls(imsi),
        received=await uow.handsets.received(imsi),
    )
