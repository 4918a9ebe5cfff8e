"""Everything the broker was told, read from all topics without a group."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from aiokafka import AIOKafkaConsumer

from bench.floor.hops import order_of
from runtime.messaging.broker import EMBEDDED


@dataclass(frozen=True, slots=True)
class Said:
    """One message on the broker; `at` is Unix seconds, 0 where it does not say."""

    topic: str
    service: str
    order: str
    at: float


class SaidLog:
    """Reads topics from now on."""

    def __init__(self, topics: Sequence[str]) -> None:
        self._topics = topics
        self.said: list[Said] = []

    @asynccontextmanager
    async def kept(self, kafka: str) -> AsyncIterator["SaidLog"]:
        """Read inside the block."""
        consumer = AIOKafkaConsumer(
            *self._topics,
            bootstrap_servers=kafka,
            auto_offset_reset="latest",
            fetch_max_wait_ms=EMBEDDED.fetch_wait,
        )
        await consumer.start()
        await consumer.seek_to_end()
        task = asyncio.create_task(self._read(consumer))
        try:
            yield self
        finally:
            task.cancel()
            await consumer.stop()

    async def _read(self, consumer: AIOKafkaConsumer) -> None:
        async for record in consumer:
            self.said.append(_said(record))


def _said(record: Any) -> Said:
    headers = {name: value.decode() for name, value in record.headers}
    when = headers.get("ce_time", "")
    return Said(
        topic=record.topic,
        service=headers.get("ce_source", "").removeprefix("boss."),
        order=order_of(record),
        at=datetime.fromisoformat(when).timestamp() if when else 0.0,
    )
