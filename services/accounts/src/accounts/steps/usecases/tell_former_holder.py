"""Tell who gave a number away, where they have another one (过户, rules 2.11)."""

from datetime import datetime

from accounts.proofs.domain.events import TextRequested
from accounts.steps.ports import UnitOfWork
from accounts.subscribers.domain.moves import Phase
from accounts.subscribers.domain.subscriber import Subscriber

GIVEN_AWAY = "number_given_away"
MOST_LOOKED_AT = 20
"""Of their numbers; one that is in service is told."""


async def tell_former_holder(before: Subscriber, *, uow: UnitOfWork, now: datetime) -> None:
    """Who has no other number in service has signed it at the counter, and is told nowhere."""
    others = await uow.subscribers.page(
        customer_id=before.holder_id, after_id="", limit=MOST_LOOKED_AT
    )
    told = next((one for one in others if one.phase is Phase.ACTIVE), None)
    if told is not None:
        await uow.publish([TextRequested(told.id, GIVEN_AWAY, now)], now=now)
