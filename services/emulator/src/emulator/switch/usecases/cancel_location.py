"""Make the switch forget a handset: it is out of the network until it attaches again."""

from emulator.switch.ports import UnitOfWork


async def cancel_location(imsi: str, *, uow: UnitOfWork) -> bool:
    """Return whether the switch knew it."""
    async with uow:
        return await uow.switch.delete(imsi)
