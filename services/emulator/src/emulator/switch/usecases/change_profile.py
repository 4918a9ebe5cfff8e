"""Bar or free a subscriber, and tell the switch at once. 3GPP TS 23.015, 2.3."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from emulator.hlr.domain.log_entry import Changed
from emulator.hlr.domain.subject import Subject
from emulator.hlr.domain.subscription import Subscription
from emulator.hlr.usecases.take_subscription import take_subscription
from emulator.switch.ports import UnitOfWork


@dataclass(frozen=True, slots=True)
class ProfileChange:
    """Whose bars and locks: names of `Profile` fields and their new values."""

    subject: Subject
    values: Mapping[str, Any]


async def change_profile(change: ProfileChange, *, uow: UnitOfWork) -> Changed:
    """Raises CommandRefused SUBSCRIBER_UNKNOWN."""
    before = await take_subscription(change.subject, uow=uow)
    after = replace(before, profile=replace(before.profile, **change.values))
    if after != before:
        await uow.hlr.replace(before.imsi, by=after)
        await uow.switch.save_profile(after.imsi, profile=after.profile)
    if "roaming" in change.values:
        await _send_home(after, uow=uow)
    return Changed(before, after)


async def _send_home(subscription: Subscription, *, uow: UnitOfWork) -> None:
    """Evict who is where it may not be any more: barring of roaming applies immediately."""
    visitor = await uow.switch.get(subscription.imsi)
    if visitor is not None and subscription.profile.bars_stay(visitor.location):
        await uow.switch.delete(visitor.imsi)
