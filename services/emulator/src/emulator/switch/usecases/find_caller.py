"""Find who calls: by card, or by the number the switch knows it by."""

from dataclasses import dataclass

from emulator.switch.domain.traffic import ELSEWHERE, Called
from emulator.switch.domain.visitor import Visitor
from emulator.switch.ports import Desk


@dataclass(frozen=True, slots=True)
class Caller:
    imsi: str = ""
    isdn: str = ""


async def find_caller(caller: Caller, *, desk: Desk) -> Visitor | None:
    if caller.imsi:
        return await desk.switch.find(caller.imsi)
    return await desk.switch.find_number(caller.isdn)


async def find_called(isdn: str, *, desk: Desk) -> Called:
    """Ask the switch first, as it does for its own; only then the HLR."""
    visitor = await desk.switch.find_number(isdn)
    if visitor is not None:
        return Called(is_ours=True, visitor=visitor)
    return Called(is_ours=True) if await desk.hlr.serves(isdn) else ELSEWHERE
