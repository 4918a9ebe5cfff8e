"""Switch a handset off; the switch forgets it, the HLR keeps where it was."""

from emulator.handsets.ports import Desk


async def detach_handset(imsi: str, *, desk: Desk) -> None:
    async with desk:
        await desk.switch.forget(imsi)
