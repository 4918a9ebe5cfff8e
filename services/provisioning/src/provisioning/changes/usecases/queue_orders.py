"""Hear that orders are completed: what they want of the network is queued in its lanes."""

from collections.abc import Sequence
from datetime import datetime

from provisioning.changes.domain.change import AskedOrder
from provisioning.changes.ports import Desk


async def hear_orders(orders: Sequence[AskedOrder], *, desk: Desk, now: datetime) -> None:
    """Queue the changes of these orders; those that ask nothing of the network are passed over."""
    asking = [order for order in orders if order.changes]
    if not asking:
        return
    async with desk:
        await desk.changes.hear(asking, now=now)
