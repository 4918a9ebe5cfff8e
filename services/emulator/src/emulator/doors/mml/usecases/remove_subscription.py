"""End a subscription. The switch is not told: it keeps whom it has, as a real one was seen to."""

from emulator.hlr.domain.commands import RemoveSubscription
from emulator.hlr.domain.log_entry import Changed
from emulator.hlr.usecases.take_subscription import take_subscription
from emulator.switch.ports import Desk, Network


async def remove_subscription(
    command: RemoveSubscription, *, desk: Desk, network: Network
) -> Changed:
    """Raises CommandRefused SUBSCRIBER_UNKNOWN. What was served once may always be removed."""
    del network
    before = await take_subscription(command.subject, desk=desk)
    await desk.hlr.remove(before.imsi)
    if command.with_key:
        await desk.keys.remove(before.imsi)
    return Changed(before, after=None)
