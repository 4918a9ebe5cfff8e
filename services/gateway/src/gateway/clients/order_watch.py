"""Live progress of orders: read from Kafka without a group, handed to whoever watches."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import cast

from boss import topics
from boss.orders.v1.events_pb2 import OrderStateChanged
from runtime.messaging.watching import watch
from runtime.settings.service_settings import ServiceSettings

_MOST_WAITING = 256


class OrderWatch:
    """One reader per process; a watcher that does not keep up loses its oldest moves."""

    def __init__(self, settings: ServiceSettings) -> None:
        self._settings = settings
        self._watchers: dict[str, set[asyncio.Queue[OrderStateChanged]]] = defaultdict(set)

    @asynccontextmanager
    async def of(self, order_id: str) -> AsyncIterator[asyncio.Queue[OrderStateChanged]]:
        """Receive every move of one order inside the block."""
        queue: asyncio.Queue[OrderStateChanged] = asyncio.Queue(_MOST_WAITING)
        self._watchers[order_id].add(queue)
        try:
            yield queue
        finally:
            self._watchers[order_id].discard(queue)
            if not self._watchers[order_id]:
                del self._watchers[order_id]

    async def run(self) -> None:
        """Read without end; raises what a lost broker raises: it is kept running."""
        events = watch(self._settings, topics.ORDER_STATE_CHANGED, kinds=(OrderStateChanged,))
        async for event in events:
            self.tell(cast(OrderStateChanged, event.message))

    def is_watched(self, order_id: str) -> bool:
        """Tell whether anybody watches this order."""
        return order_id in self._watchers

    def tell(self, moved: OrderStateChanged) -> None:
        """Hand one move to those who watch this order."""
        for queue in self._watchers.get(moved.order_id, ()):
            if queue.full():
                queue.get_nowait()
            queue.put_nowait(moved)
