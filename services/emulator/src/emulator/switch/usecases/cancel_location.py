"""Make the switch forget a handset: it is out of the network until it attaches again."""

from emulator.switch.ports import Desk


async def cancel_location(imsi: str, *, desk: Desk) -> bool:
    """Return whether the switch knew it."""
    async with desk:
        return await desk.switch.forget(imsi)
