"""Take the keys of a card out of the authentication centre."""

from emulator.faults.domain.element_error import CommandRefused, ElementError
from emulator.hlr.domain.commands import RemoveKey
from emulator.hlr.domain.log_entry import Changed
from emulator.switch.ports import Desk, Network


async def remove_key(command: RemoveKey, *, desk: Desk, network: Network) -> Changed:
    """Raises CommandRefused KI_MISSING, or KI_IN_USE while a subscription stands on them."""
    del network
    before = await desk.keys.find(command.imsi)
    if before is None:
        raise CommandRefused(ElementError.KI_MISSING, command.imsi)
    if not await desk.keys.remove(command.imsi):
        raise CommandRefused(ElementError.KI_IN_USE, command.imsi)
    return Changed(before, after=None)
