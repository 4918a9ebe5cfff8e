"""Live progress of orders: read from Kafka without a group, handed to whoever watches."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiokafka import AIOKafkaConsumer
from aiokafka.errors import KafkaError

from boss import topics
from boss.orders.v1.events_pb2 import OrderStateChanged
from runtime.settings import ServiceSettings
from runtime.telemetry.logs import logger

_log = logger("order_watch")
_MOST_WAITING = 256
_AGAIN_SECONDS = 1.0


class OrderWatch:
    """One reader per process; a watcher that does not keep up loses its oldest news."""

    def __init__(self, settings: ServiceSettings) -> None:
        self._settings = settings
        self._watchers: dict[str, set[asyncio.Queue[OrderStateChanged]]] = defaultdict(set)

    @asynccontextmanager
    async def of(self, order_id: str) -> AsyncIterator[asyncio.Queue[OrderStateChanged]]:
        """Hear every move of one order inside the block."""
        queue: asyncio.Queue[OrderStateChanged] = asyncio.Queue(_MOST_WAITING)
        self._watchers[order_id].add(queue)
        try:
            yield queue
        finally:
            self._watchers[order_id].discard(queue)
            if not self._watchers[order_id]:
                del self._watchers[order_id]

    async def run(self) -> None:
        """Read until cancelled; a broker that is away is tried again."""
        while True:
            try:
                await self._read()
            except (KafkaError, OSError) as error:
                _log.warning("the broker cannot be read; trying again", error=repr(error))
            await asyncio.sleep(_AGAIN_SECONDS)

    async def _read(self) -> None:
        consumer = AIOKafkaConsumer(
            topics.ORDER_STATE_CHANGED,
            bootstrap_servers=self._settings.kafka,
            auto_offset_reset="latest",
            fetch_max_wait_ms=50,
        )
        await consumer.start()
        try:
            async for record in consumer:
                self._tell(record.value)
        finally:
            await consumer.stop()

    def _tell(self, payload: bytes | None) -> None:
        try:
            moved = OrderStateChanged.FromString(payload or b"")
        except ValueError:
            return  # whoever listens with an inbox parks it; a watcher passes over it
        for queue in self._watchers.get(moved.order_id, ()):
            if queue.full():
                queue.get_nowait()
            queue.put_nowait(moved)
