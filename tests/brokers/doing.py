"""What somebody may do on a broker, found out by doing it."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from aiokafka.errors import (
    ClusterAuthorizationFailedError,
    GroupAuthorizationFailedError,
    TopicAuthorizationFailedError,
    for_code,
)
from aiokafka.protocol.fetch import FetchRequest

from boss.topics import TOPICS
from launch.access import group_of, parked_of
from runtime.messaging.broker import new_producer
from runtime.messaging.kafka_security import connecting
from runtime.settings.service_settings import ServiceSettings

REFUSED = (
    ClusterAuthorizationFailedError,
    GroupAuthorizationFailedError,
    TopicAuthorizationFailedError,
)
SECONDS = 15
"""More than any answer takes, and never as long as a test may."""
ALL_TOPICS = (
    *TOPICS,
    *(parked_of(one, topic.name) for topic in TOPICS.values() for one in topic.listeners),
)
ALL_GROUPS = tuple(
    (group_of(one, topic.name), topic.name) for topic in TOPICS.values() for one in topic.listeners
)


async def fill(settings: ServiceSettings) -> None:
    """Write one record to every topic, so that whoever may read has something to."""
    producer = await new_producer(settings)
    try:
        for topic in ALL_TOPICS:
            await producer.send_and_wait(topic, b"begun", key=b"key", partition=0)
    finally:
        await producer.stop()


async def written(settings: ServiceSettings) -> set[str]:
    """Return the topics that could be written to."""
    producer = await new_producer(settings)
    try:
        return {topic for topic in ALL_TOPICS if await _writes(producer, topic)}
    finally:
        await producer.stop()


async def read(settings: ServiceSettings) -> set[str]:
    """Return the topics of which a record could be read.

    Asked for in the protocol's own words: a consumer of aiokafka only waits for a topic it may not
    read to be there.
    """
    wanted = [(topic, [(0, 0, 1_048_576)]) for topic in ALL_TOPICS]
    async with _consuming(settings) as consumer:
        broker = consumer._client.get_random_node()
        asked = FetchRequest(500, 1, 52_428_800, 0, wanted)
        answer = await consumer._client.send(broker, asked)
    return {topic for topic, [(_, code, *_, records)] in answer.topics if _is_read(code, records)}


async def joined(settings: ServiceSettings) -> set[str]:
    """Return the groups in whose name it could be said how far they are."""
    return {group for group, topic in ALL_GROUPS if await _commits(settings, group, topic)}


async def changed(settings: ServiceSettings) -> set[str]:
    """Return which acts of an administrator were done."""
    async with _administering(settings) as admin:
        made = await admin.create_topics([NewTopic("boss.own.v1", 1, 1)])
        ended = await admin.delete_topics([next(iter(TOPICS))])
    acts = {"create a topic": made.topic_errors, "delete a topic": ended.topic_error_codes}
    return {act for act, answers in acts.items() if _is_done(answers)}


async def offsets_seen(settings: ServiceSettings) -> set[str]:
    """Return the groups of which could be seen how far they are, and how far there is to go."""
    seen = set()
    async with _administering(settings) as admin, _consuming(settings) as consumer:
        for group, topic in ALL_GROUPS:
            partition = TopicPartition(topic, 0)
            try:
                async with asyncio.timeout(SECONDS):
                    await admin.list_consumer_group_offsets(group, partitions=[partition])
                    await consumer.end_offsets([partition])
            except REFUSED:
                continue
            seen.add(group)
    return seen


def _is_done(answers: Iterable[tuple[object, ...]]) -> bool:
    return any(not issubclass(for_code(one[1]), REFUSED) for one in answers)


async def _writes(producer: AIOKafkaProducer, topic: str) -> bool:
    try:
        async with asyncio.timeout(SECONDS):
            await producer.send_and_wait(topic, b"tried", key=b"key", partition=0)
    except REFUSED:
        return False
    return True


def _is_read(code: int, records: bytes) -> bool:
    """Tell whether there is a record; raises the error that is neither that nor a refusal."""
    error = for_code(code)
    if error.errno:
        if not issubclass(error, REFUSED):
            raise error
        return False
    return bool(records)


async def _commits(settings: ServiceSettings, group: str, topic: str) -> bool:
    partition = TopicPartition(topic, 0)
    try:
        async with _consuming(settings, group=group) as consumer, asyncio.timeout(SECONDS):
            consumer.assign([partition])
            await consumer.commit({partition: 0})
    except REFUSED:
        return False
    return True


@asynccontextmanager
async def _consuming(
    settings: ServiceSettings, *, group: str | None = None
) -> AsyncIterator[AIOKafkaConsumer]:
    consumer = AIOKafkaConsumer(
        **connecting(settings),
        group_id=group,
        enable_auto_commit=False,
        auto_offset_reset="earliest",
    )
    try:
        await consumer.start()
        yield consumer
    finally:
        await consumer.stop()


@asynccontextmanager
async def _administering(settings: ServiceSettings) -> AsyncIterator[AIOKafkaAdminClient]:
    admin = AIOKafkaAdminClient(**connecting(settings))
    try:
        await admin.start()
        yield admin
    finally:
        await admin.close()
