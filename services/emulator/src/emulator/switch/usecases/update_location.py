"""Remember at the HLR which node serves a card."""

from dataclasses import dataclass, replace
from datetime import datetime

from emulator.hlr.domain.profile import Location
from emulator.hlr.domain.subject import Subject
from emulator.hlr.domain.subscription import Subscription
from emulator.switch.domain.traffic import Cause
from emulator.switch.ports import UnitOfWork


@dataclass(frozen=True, slots=True)
class UpdateLocation:
    imsi: str
    serving_node: str
    location: Location
    at: datetime


async def update_location(
    command: UpdateLocation, *, uow: UnitOfWork
) -> tuple[Cause, Subscription | None]:
    """Return NONE and the subscription whose profile the node needs, or why it may not serve."""
    async with uow:
        return await locate(command, uow=uow)


async def locate(command: UpdateLocation, *, uow: UnitOfWork) -> tuple[Cause, Subscription | None]:
    """The same, inside a transaction that is open."""
    subscription = await uow.hlr.get_for_update(Subject(imsi=command.imsi))
    if subscription is None:
        return Cause.IMSI_UNKNOWN, None
    if subscription.profile.bars_stay(command.location):
        return Cause.ROAMING_NOT_ALLOWED, None
    located = replace(subscription, serving_node=command.serving_node, located_at=command.at)
    await uow.hlr.replace(subscription.imsi, by=located)
    return Cause.NONE, located
