"""Queue what completed orders want of the network, in its lanes."""

from collections.abc import Sequence
from datetime import datetime

from provisioning.changes.domain.change import AskedOrder
from provisioning.changes.ports import UnitOfWork


async def queue_orders(orders: Sequence[AskedOrder], *, uow: UnitOfWork, now: datetime) -> None:
    """Queue the changes of these orders; those that ask nothing of the network are passed over."""
    wanting = [order for order in orders if order.changes]
    if not wanting:
        return
    async with uow:
        await uow.changes.queue(wanting, now=now)
