"""Consuming from Kafka with FastStream, set so that nothing is lost: at least once, then the inbox.

FastStream's own defaults acknowledge before handling and begin at the end of a topic; every one of
them is set here (stack decisions: acknowledgement, offsets, batches, topic creation).
"""

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from aiokafka.coordinator.assignors.sticky.sticky_assignor import StickyPartitionAssignor
from aiokafka.errors import KafkaConnectionError
from faststream import AckPolicy
from faststream.kafka import KafkaBroker

from runtime.jobs.keep_running import keep_running, wait_for
from runtime.messaging.bell import Bell, bell_of
from runtime.messaging.broker import pace_of, soften_joins
from runtime.messaging.handling import MessageHandler
from runtime.messaging.incoming import record_of
from runtime.messaging.kafka_refusals import explain
from runtime.messaging.kafka_security import security_of
from runtime.messaging.patient_consumer import PatientConsumer, lag_of
from runtime.settings.service_settings import ServiceSettings
from runtime.telemetry import metrics
from runtime.telemetry.logs import logger

_WATCH_SECONDS = 1.0
_log = logger("listen")


class ConsumerDied(Exception):
    """A consumer ended by itself; all are started again."""


class Consumer:
    """All listeners of a service in this process; started again when the broker fails them."""

    def __init__(self, settings: ServiceSettings, handlers: Sequence[MessageHandler]) -> None:
        soften_joins(settings)
        self._settings = settings
        self._handlers = handlers
        self._stopping = asyncio.Event()
        self.are_up = False

    async def run(self) -> None:
        """Consume until `stop` is called; what is in hand is finished first."""
        if self._handlers and not self._stopping.is_set():
            await keep_running("listen", self._consume, stopping=self._stopping)

    def stop(self) -> None:
        """Take no new records."""
        for handler in self._handlers:
            handler.stop()
        self._stopping.set()

    async def _consume(self) -> None:
        """Run consumers of our own until we are to stop; raises when they fail us."""
        broker = self._broker()
        try:
            async with bell_of(self._settings) as bell:
                await self._start(broker, bell)
                self.are_up = not self._stopping.is_set()
                await self._watch(broker)
        finally:
            self.are_up = False
            await asyncio.shield(_stop(broker))

    async def _start(self, broker: KafkaBroker, bell: Bell | None) -> None:
        resting = partial(PatientConsumer, bell=bell, rest_ms=pace_of(self._settings).rest)
        try:
            await _start(broker, resting, unless=self._stopping)
        except KafkaConnectionError as error:
            await explain(error, self._settings)
            raise

    def _broker(self) -> KafkaBroker:
        pace = pace_of(self._settings)
        broker = KafkaBroker(
            self._settings.kafka,
            security=security_of(self._settings),
            client_id=self._settings.service,
            consumer_only=True,
            allow_auto_create_topics=False,
            ack_policy=AckPolicy.NACK_ON_ERROR,
            graceful_timeout=self._settings.drain_seconds,
            request_timeout_ms=pace.request,
            metadata_max_age_ms=pace.metadata_age,
            retry_backoff_ms=pace.retry,
            apply_types=False,
            logger=None,
            log_level=logging.DEBUG,
        )
        for handler in self._handlers:
            self._subscribe(broker, handler)
        return broker

    def _subscribe(self, broker: KafkaBroker, handler: MessageHandler) -> None:
        topic, settings, pace = handler.listener.topic, self._settings, pace_of(self._settings)
        group = f"{settings.service}.{topic}"

        async def consume(records: Sequence[Any]) -> None:
            await handler.consume([record_of(record) for record in records])

        broker.subscriber(
            topic,
            batch=True,
            group_id=group,
            group_instance_id=f"{group}.{settings.replica}" if settings.replica else None,
            auto_offset_reset="earliest",
            max_records=handler.listener.max_records,
            # `PatientConsumer` waits instead; this is how long an empty batch is slept on.
            batch_timeout_ms=1,
            fetch_max_wait_ms=pace.fetch_wait,
            session_timeout_ms=pace.session,
            heartbeat_interval_ms=pace.heartbeat,
            max_poll_interval_ms=300_000,
            partition_assignment_strategy=(_assignor(),),
            parser=_parse,
            decoder=_decode,
        )(consume)

    async def _watch(self, broker: KafkaBroker) -> None:
        """Measure lags until we are to stop; raises ConsumerDied."""
        while not self._stopping.is_set():
            for subscriber in broker.subscribers:
                consumer: Any = getattr(subscriber, "consumer", None)
                if consumer is None or not _is_alive(subscriber, consumer):
                    raise ConsumerDied("a consumer died; all are started again")
                await _measure(consumer)
            await wait_for(self._stopping, seconds=_WATCH_SECONDS)


def _assignor() -> type[StickyPartitionAssignor]:
    """Make an assignor of one listener's own: it keeps what it was given last in its class."""
    return type("ListenersOwn", (StickyPartitionAssignor,), {})


async def _start(
    broker: KafkaBroker, consumer: Callable[..., PatientConsumer], *, unless: asyncio.Event
) -> None:
    """Start all subscribers at once: each waits for its own group. All have started, or none has.

    Who went on starting where another failed would join its group when this is over, and keep
    partitions of it that nobody reads. When `unless` is set it is given up.
    """
    await broker.connect()
    config: Any = broker.config.broker_config
    config.builder = partial(consumer, **config.builder.keywords)
    starts = [asyncio.ensure_future(subscriber.start()) for subscriber in broker.subscribers]
    told = asyncio.ensure_future(unless.wait())
    try:
        all_of_them = asyncio.gather(*starts)
        await asyncio.wait((all_of_them, told), return_when=asyncio.FIRST_COMPLETED)
        if all_of_them.done():
            all_of_them.result()
    finally:
        for each in (*starts, told):
            each.cancel()
        await asyncio.wait((*starts, told))


async def _stop(broker: KafkaBroker) -> None:
    try:
        await broker.stop()
    except Exception as error:
        _log.warning("the broker's consumers did not stop in order", error=repr(error))


async def _parse(records: Any, original: Any) -> Any:
    """Parse a batch without its headers, whose bytes may be anything; we read them ourselves."""
    message = await original((replace(records[0], headers=()),))
    message.raw_message = records
    return message


async def _decode(message: Any) -> Any:
    return message.raw_message


def _is_alive(subscriber: Any, consumer: PatientConsumer) -> bool:
    return consumer.is_alive() and not any(task.done() for task in subscriber.tasks)


async def _measure(consumer: Any) -> None:
    """Measure how far behind this consumer is, from what it was told while fetching."""
    for topic in consumer.subscription():
        metrics.LISTENER_LAG.labels(topic).set(await lag_of(consumer))
