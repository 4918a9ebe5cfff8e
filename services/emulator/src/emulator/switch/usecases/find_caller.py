"""Find who calls: by card, or by the number the switch knows it by."""

from dataclasses import dataclass

from emulator.hlr.domain.subject import Subject
from emulator.switch.domain.traffic import ELSEWHERE, Called
from emulator.switch.domain.visitor import Visitor
from emulator.switch.ports import UnitOfWork


@dataclass(frozen=True, slots=True)
class HandsetRef:
    imsi: str = ""
    isdn: str = ""


async def find_caller(caller: HandsetRef, *, uow: UnitOfWork) -> Visitor | None:
    if caller.imsi:
        return await uow.switch.get(caller.imsi)
    return await uow.switch.get_by_number(caller.isdn)


async def find_called(isdn: str, *, uow: UnitOfWork) -> Called:
    """Ask the switch first, as it does for its own; only then the HLR."""
    visitor = await uow.switch.get_by_number(isdn)
    if visitor is not None:
        return Called(is_ours=True, visitor=visitor, imsi=visitor.imsi)
    known = await uow.hlr.get(Subject(isdn=isdn))
    if known is None:
        return ELSEWHERE
    return Called(is_ours=True, imsi=known.imsi, away=known.profile)
