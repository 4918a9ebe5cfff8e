"""Hearing from Kafka with FastStream, set so that nothing is lost: at least once, then the inbox.

FastStream's own defaults acknowledge before handling and begin at the end of a topic; every one of
them is set here (stack decisions: acknowledgement, offsets, batches, topic creation).
"""

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from aiokafka import AIOKafkaConsumer
from aiokafka.coordinator.assignors.sticky.sticky_assignor import StickyPartitionAssignor
from faststream import AckPolicy
from faststream.kafka import KafkaBroker

from runtime.broker import pace_of, soften_joins
from runtime.hearing import Hearing
from runtime.incoming import record_of
from runtime.keep_running import keep_running, wait_for
from runtime.settings import ServiceSettings
from runtime.telemetry import metrics
from runtime.telemetry.logs import logger

_WATCH_SECONDS = 1.0
_PATIENCE_MS = 1_000
_MORE_FETCHES, _MORE_MS = 16, 5
_MOST_RECORDS = 500
_log = logger("listen")


class ConsumerDied(Exception):
    """A consumer ended by itself; all are started again."""


class Ears:
    """All listeners of a service in this process; started again when the broker fails them."""

    def __init__(self, settings: ServiceSettings, hearings: Sequence[Hearing]) -> None:
        soften_joins(settings)
        self._settings = settings
        self._hearings = hearings
        self._stopping = asyncio.Event()
        self.are_up = False

    async def run(self) -> None:
        """Hear until `stop` is called; what is in hand is finished first."""
        if self._hearings and not self._stopping.is_set():
            await keep_running("listen", self._hear, stopping=self._stopping)

    def stop(self) -> None:
        """Take no new records."""
        for hearing in self._hearings:
            hearing.stop()
        self._stopping.set()

    async def _hear(self) -> None:
        """Hear with consumers of our own until we are to stop; raises when they fail us."""
        broker = self._broker()
        try:
            await _start(broker)
            self.are_up = True
            await self._watch(broker)
        finally:
            self.are_up = False
            await asyncio.shield(_stop(broker))

    def _broker(self) -> KafkaBroker:
        pace = pace_of(self._settings)
        broker = KafkaBroker(
            self._settings.kafka,
            client_id=self._settings.service,
            consumer_only=True,
            allow_auto_create_topics=False,
            ack_policy=AckPolicy.NACK_ON_ERROR,
            graceful_timeout=self._settings.drain_seconds,
            request_timeout_ms=pace.request,
            metadata_max_age_ms=pace.metadata_age,
            apply_types=False,
            logger=None,
            log_level=logging.DEBUG,
        )
        for hearing in self._hearings:
            self._subscribe(broker, hearing)
        return broker

    def _subscribe(self, broker: KafkaBroker, hearing: Hearing) -> None:
        topic, settings, pace = hearing.listener.topic, self._settings, pace_of(self._settings)
        group = f"{settings.service}.{topic}"

        async def hear(records: Sequence[Any]) -> None:
            await hearing.hear([record_of(record) for record in records])

        broker.subscriber(
            topic,
            batch=True,
            group_id=group,
            group_instance_id=f"{group}.{settings.replica}" if settings.replica else None,
            auto_offset_reset="earliest",
            max_records=hearing.listener.max_records,
            # `_PatientConsumer` waits instead; this is how long an empty batch is slept on.
            batch_timeout_ms=1,
            fetch_max_wait_ms=pace.fetch_wait,
            session_timeout_ms=pace.session,
            heartbeat_interval_ms=pace.heartbeat,
            max_poll_interval_ms=300_000,
            partition_assignment_strategy=(StickyPartitionAssignor,),
            parser=_parse,
            decoder=_decode,
        )(hear)

    async def _watch(self, broker: KafkaBroker) -> None:
        """Measure lags until we are to stop; raises ConsumerDied."""
        while not self._stopping.is_set():
            for subscriber in broker.subscribers:
                consumer: Any = getattr(subscriber, "consumer", None)
                if consumer is None or not _is_alive(subscriber, consumer):
                    raise ConsumerDied("a consumer died; all are started again")
                _measure(consumer)
            await wait_for(self._stopping, seconds=_WATCH_SECONDS)


class _PatientConsumer(AIOKafkaConsumer):  # type: ignore[misc]  # aiokafka has no types
    """Waits for records instead of answering none: an idle listener costs next to nothing.

    What lags takes several fetches for one batch: an embedded broker gives few records to each.
    """

    async def getmany(
        self, *partitions: Any, max_records: int | None = None, **more_of: Any
    ) -> Any:
        found: dict[Any, list[Any]] = {}
        while not found:
            found = await super().getmany(timeout_ms=_PATIENCE_MS, max_records=max_records)
        for _ in range(_MORE_FETCHES):
            left = (max_records or _MOST_RECORDS) - sum(map(len, found.values()))
            if left <= 0 or not lag_of(self):
                break
            more = await super().getmany(timeout_ms=_MORE_MS, max_records=left)
            for partition, records in more.items():
                found.setdefault(partition, []).extend(records)
        return found


async def _start(broker: KafkaBroker) -> None:
    """Start all subscribers at once: each waits for its own group."""
    await broker.connect()
    config: Any = broker.config.broker_config
    config.builder = partial(_PatientConsumer, **config.builder.keywords)
    await asyncio.gather(*(subscriber.start() for subscriber in broker.subscribers))


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


def _is_alive(subscriber: Any, consumer: Any) -> bool:
    coordination = getattr(consumer._coordinator, "_coordination_task", None)
    return all(not task.done() for task in subscriber.tasks) and not (
        coordination is not None and coordination.done()
    )


def _measure(consumer: Any) -> None:
    """Measure how far behind this consumer is, from what it was told while fetching."""
    subscription = consumer._subscription.subscription
    for topic in subscription.topics if subscription is not None else ():
        metrics.LISTENER_LAG.labels(topic).set(lag_of(consumer))


def lag_of(consumer: Any) -> int:
    """Answer how many records lie before a consumer, as far as it has been told."""
    subscription = consumer._subscription.subscription
    if subscription is None or subscription.assignment is None:
        return 0
    states = map(subscription.assignment.state_value, subscription.assignment.tps)
    return sum(
        max(state.highwater - state.position, 0)
        for state in states
        if state is not None and state.has_valid_position and state.highwater is not None
    )
