"""Bare hops over Kafka: what is said goes out in batches, what is heard comes in batches."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import Any

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer

from bench.floor.commits import Commits
from bench.floor.setting import BODY, Setting
from runtime.messaging.broker import EMBEDDED, new_producer
from runtime.settings.service_settings import ServiceSettings

ORDER_HEADER = "ce_orderid"
PATIENCE_MS = 1_000
MOST_RECORDS = 500


class BareRelay:
    """Sends what was said, a batch at a time, and commits once per batch."""

    def __init__(self, producer: AIOKafkaProducer, commits: Commits) -> None:
        self._producer = producer
        self._commits = commits
        self._waiting: list[tuple[str, str]] = []
        self._woken = asyncio.Event()

    @classmethod
    async def connect(cls, setting: Setting, *, name: str, commits: Commits) -> "BareRelay":
        """Connect as the real relays do: idempotent, without lingering."""
        settings = ServiceSettings(
            service=f"floor-{name}",
            database_url="",
            kafka=setting.kafka,
            broker_epoch=setting.epoch,
            embedded_broker=True,
            call_key_file=Path(setting.call_key_file),
        )
        return cls(await new_producer(settings), commits)

    def say(self, topics: Sequence[str], *, order: str) -> None:
        if topics:
            self._waiting += [(topic, order) for topic in topics]
            self._woken.set()

    async def run(self) -> None:
        while True:
            await self._woken.wait()
            self._woken.clear()
            batch, self._waiting = self._waiting[:MOST_RECORDS], self._waiting[MOST_RECORDS:]
            sent = [await self._send(topic, order) for topic, order in batch]
            await asyncio.gather(*sent)
            if batch:
                await self._commits.acknowledge()
            if self._waiting:
                self._woken.set()

    async def _send(self, topic: str, order: str) -> Any:
        key = order.encode()
        return await self._producer.send(topic, BODY, key=key, headers=[(ORDER_HEADER, key)])


async def listen(
    kafka: str, topic: str, *, group: str, hear: Callable[[Sequence[str]], Awaitable[None]]
) -> None:
    """Hear a topic in a group of its own until cancelled; `hear` gets the orders of a batch."""
    consumer = await listener(kafka, topic, group=group)
    while True:
        batches = await consumer.getmany(timeout_ms=PATIENCE_MS, max_records=MOST_RECORDS)
        orders = [order_of(one) for records in batches.values() for one in records]
        if orders:
            await hear(orders)
            await consumer.commit()


async def listener(kafka: str, topic: str, *, group: str | None) -> AIOKafkaConsumer:
    """Start a consumer with the waits the real listeners have on the embedded broker."""
    consumer = AIOKafkaConsumer(
        topic,
        bootstrap_servers=kafka,
        group_id=group,
        enable_auto_commit=False,
        auto_offset_reset="earliest" if group else "latest",
        fetch_max_wait_ms=EMBEDDED.fetch_wait,
        session_timeout_ms=EMBEDDED.session,
        heartbeat_interval_ms=EMBEDDED.heartbeat,
        metadata_max_age_ms=EMBEDDED.metadata_age,
        request_timeout_ms=EMBEDDED.request,
    )
    await consumer.start()
    return consumer


def order_of(record: Any) -> str:
    """Return the order a record is about; empty where it names none."""
    for name, value in record.headers:
        if name == ORDER_HEADER:
            return str(value.decode())
    return ""
