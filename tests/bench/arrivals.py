"""When the network's confirmation and the end of each order were heard, by a plain subscriber."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiokafka import AIOKafkaConsumer

from bench.floor.hops import order_of
from boss import topics
from kernel.clock import monotonic
from runtime.messaging.broker import EMBEDDED

CONFIRMED, FULFILLED = topics.PROVISIONING_COMPLETED, topics.ORDER_FULFILLED


@dataclass(slots=True)
class Way:
    """Seconds of a monotonic clock at which an order was heard of; 0: not yet."""

    confirmed: float = 0.0
    fulfilled: float = 0.0
    done: asyncio.Event = field(default_factory=asyncio.Event)


class Arrivals:
    """Hears two topics from now on and notes when each order came by."""

    def __init__(self, *, confirmed: str = CONFIRMED, fulfilled: str = FULFILLED) -> None:
        self._confirmed, self._fulfilled = confirmed, fulfilled
        self._ways: dict[str, Way] = {}

    def of(self, order: str) -> Way:
        """Return the way of an order, asked for or heard of first."""
        return self._ways.setdefault(order, Way())

    def forget(self, order: str) -> None:
        self._ways.pop(order, None)

    @asynccontextmanager
    async def heard(self, kafka: str) -> AsyncIterator["Arrivals"]:
        """Hear inside the block."""
        consumer = AIOKafkaConsumer(
            self._confirmed,
            self._fulfilled,
            bootstrap_servers=kafka,
            auto_offset_reset="latest",
            fetch_max_wait_ms=EMBEDDED.fetch_wait,
        )
        await consumer.start()
        await consumer.seek_to_end()
        task = asyncio.create_task(self._hear(consumer))
        try:
            yield self
        finally:
            task.cancel()
            await consumer.stop()

    async def _hear(self, consumer: AIOKafkaConsumer) -> None:
        async for record in consumer:
            self._note(record)

    def _note(self, record: Any) -> None:
        way = self.of(order_of(record))
        if record.topic == self._confirmed:
            way.confirmed = monotonic()
        else:
            way.fulfilled = monotonic()
            way.done.set()
