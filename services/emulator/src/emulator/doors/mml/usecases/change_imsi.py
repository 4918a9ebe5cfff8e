"""Give a number another card. The old one stays attached until somebody evicts it."""

from dataclasses import replace

from emulator.hlr.domain.commands import ChangeImsi
from emulator.hlr.domain.log_entry import Changed
from emulator.hlr.usecases.take_subscription import take_subscription
from emulator.switch.ports import Desk, Network


async def change_imsi(command: ChangeImsi, *, desk: Desk, network: Network) -> Changed:
    """Raises CommandRefused SUBSCRIBER_UNKNOWN, IMSI_OUT_OF_RANGE, IMSI_IN_USE or KI_MISSING."""
    network.ranges.admit_imsi(command.new_imsi)
    before = await take_subscription(command.subject, desk=desk)
    if before.imsi == command.new_imsi:
        return Changed(before, after=before)
    after = replace(before, imsi=command.new_imsi, serving_node="", located_at=None)
    await desk.hlr.replace(before.imsi, by=after)
    return Changed(before, after)
