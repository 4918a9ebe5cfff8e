"""How many bytes of messages lie on the topics: keys, values and headers."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from aiokafka import AIOKafkaConsumer, TopicPartition

from bench.ground import Ground
from launch.topic_list import topics_of_this_release

OF_A_RECORD = 20
"""Lengths, time and offset of one in a batch, without what a batch costs."""
QUIET_MS = 500


async def messages(ground: Ground) -> Mapping[str, int]:
    """Return the bytes of each topic, as its partitions hold them uncompressed."""
    consumer = AIOKafkaConsumer(bootstrap_servers=ground.operator.kafka)
    await consumer.start()
    sizes: Counter[str] = Counter()
    try:
        places = [
            TopicPartition(topic, number)
            for topic, partitions in topics_of_this_release().items()
            for number in range(partitions)
        ]
        consumer.assign(places)
        await consumer.seek_to_beginning(*places)
        while batches := await consumer.getmany(timeout_ms=QUIET_MS):
            for place, records in batches.items():
                sizes[place.topic] += sum(_bytes(one) for one in records)
    finally:
        await consumer.stop()
    return sizes


def _bytes(record: Any) -> int:
    headers = sum(len(name) + len(value) + 2 for name, value in record.headers)
    return len(record.key or b"") + len(record.value or b"") + headers + OF_A_RECORD
