"""End a subscription. The switch is not told: it keeps whom it has, as a real one was seen to."""

from emulator.domain.commands import RemoveSubscription
from emulator.domain.log_entry import Changed
from emulator.usecases.ports import Desk, Network
from emulator.usecases.take_subscription import take_subscription


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
