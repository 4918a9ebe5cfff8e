"""Give a card another number, and tell the switch."""

from dataclasses import replace

from emulator.hlr.domain.commands import ChangeIsdn
from emulator.hlr.domain.log_entry import Changed
from emulator.hlr.usecases.take_subscription import take_subscription
from emulator.switch.ports import Desk, Network


async def change_isdn(command: ChangeIsdn, *, desk: Desk, network: Network) -> Changed:
    """Raises CommandRefused SUBSCRIBER_UNKNOWN, ISDN_OUT_OF_RANGE or ISDN_IN_USE."""
    network.ranges.admit_isdn(command.new_isdn)
    before = await take_subscription(command.subject, desk=desk)
    after = replace(before, profile=replace(before.profile, isdn=command.new_isdn))
    await desk.hlr.replace(before.imsi, by=after)
    await desk.switch.tell(after.imsi, profile=after.profile)
    return Changed(before, after)
