"""Put the keys of a card into the authentication centre."""

from emulator.hlr.domain.commands import AddKey
from emulator.hlr.domain.log_entry import Changed
from emulator.switch.ports import Desk, Network


async def add_key(command: AddKey, *, desk: Desk, network: Network) -> Changed:
    """Raises CommandRefused IMSI_OUT_OF_RANGE or KI_EXISTS, even for the same keys."""
    network.ranges.admit_imsi(command.key.imsi)
    await desk.keys.add(command.key)
    return Changed(before=None, after=command.key)
