"""Bar or free a subscriber, and tell the switch at once. 3GPP TS 23.015, 2.3."""

from dataclasses import replace

from emulator.hlr.domain.commands import ChangeProfile
from emulator.hlr.domain.log_entry import Changed
from emulator.hlr.domain.subscription import Subscription
from emulator.hlr.usecases.take_subscription import take_subscription
from emulator.switch.ports import Desk, Network


async def change_profile(command: ChangeProfile, *, desk: Desk, network: Network) -> Changed:
    """Raises CommandRefused SUBSCRIBER_UNKNOWN."""
    del network
    before = await take_subscription(command.subject, desk=desk)
    after = replace(before, profile=replace(before.profile, **command.changes))
    if after != before:
        await desk.hlr.replace(before.imsi, by=after)
        await desk.switch.tell(after.imsi, profile=after.profile)
    if "roaming" in command.changes:
        await _send_home(after, desk=desk)
    return Changed(before, after)


async def _send_home(subscription: Subscription, *, desk: Desk) -> None:
    """Evict who is where it may not be any more: barring of roaming applies immediately."""
    visitor = await desk.switch.find(subscription.imsi)
    if visitor is not None and subscription.profile.bars_stay(visitor.location):
        await desk.switch.forget(visitor.imsi)
