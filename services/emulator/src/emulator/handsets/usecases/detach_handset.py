"""Switch a handset off; the switch forgets it, the HLR keeps where it was."""

from emulator.handsets.ports import UnitOfWork


async def detach_handset(imsi: str, *, uow: UnitOfWork) -> None:
    async with uow:
        await uow.switch.delete(imsi)
