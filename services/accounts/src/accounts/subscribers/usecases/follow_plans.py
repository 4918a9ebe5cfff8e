"""Follow what billing says of plans, so that who asks for a number sees the plan it has."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from accounts.subscribers.domain.events import Change, SubscriberChanged
from accounts.subscribers.domain.subscriber import with_offering
from accounts.subscribers.ports import UnitOfWork


@dataclass(frozen=True, slots=True)
class PlanSeen:
    """A plan a subscriber has, and since when."""

    subscriber_id: str
    offering: str
    since: datetime


async def follow_plans(seen: Sequence[PlanSeen], *, uow: UnitOfWork, now: datetime) -> None:
    """Have each show the newest plan said of it; what is older or known changes nothing."""
    for plan in seen:
        async with uow:
            await _follow(plan, uow=uow, now=now)


async def _follow(plan: PlanSeen, *, uow: UnitOfWork, now: datetime) -> None:
    present = await uow.subscribers.get_for_update(plan.subscriber_id, order_id="")
    if present is None:
        return
    after = with_offering(present, plan.offering, since=plan.since)
    if after is present:
        return
    await uow.subscribers.save(after, and_card=None)
    if after.offering == present.offering:
        return
    await uow.publish([SubscriberChanged(after, Change.PLAN_CHANGED, "", now)], now=now)
