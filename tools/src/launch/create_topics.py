"""Make every topic on a real broker: `python -m launch.create_topics kafka:9092`.

What is there stays as it is; proto/topics.yaml (generated into `boss.topics`) is the only list.
"""

import argparse
import asyncio
import logging
import sys
from collections.abc import Iterator, Sequence

from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from aiokafka.errors import KafkaError, TopicAlreadyExistsError, for_code
from pydantic import ValidationError

from boss.topics import TOPICS, Topic
from kernel.clock import monotonic
from launch.access import parked_of
from runtime.errors import Misconfigured
from runtime.messaging.kafka_refusals import start
from runtime.messaging.kafka_security import connecting
from runtime.settings.kafka_settings import KafkaSettings

HOUR = 3_600_000
"""Milliseconds."""
PARKED_HOURS = 14 * 24
"""How long copies of parked messages are kept for watchers."""
BETWEEN_TRIES = 0.5


def wanted(*, replicas: int) -> Iterator[NewTopic]:
    """Say which topics there are to be: the facts, and each listener's copies of parked ones."""
    for topic in TOPICS.values():
        yield NewTopic(
            name=topic.name,
            num_partitions=topic.partitions,
            replication_factor=replicas,
            topic_configs=kept(topic),
        )
        for listener in topic.listeners:
            yield NewTopic(
                name=parked_of(listener, topic.name),
                num_partitions=1,
                replication_factor=replicas,
                topic_configs={"retention.ms": str(PARKED_HOURS * HOUR)},
            )


def kept(topic: Topic) -> dict[str, str]:
    """Say how long a topic keeps what was said."""
    if topic.compacted:
        return {"cleanup.policy": "compact"}
    return {"cleanup.policy": "delete", "retention.ms": str(topic.retention_hours * HOUR)}


async def create(settings: KafkaSettings, *, replicas: int, within: float) -> tuple[int, int]:
    """Make what is missing; return how many were made and how many were there.

    Waits up to `within` seconds for the broker; raises KafkaError of the first topic refused.
    """
    admin = await _connected(settings, within=within)
    try:
        answer = await admin.create_topics(list(wanted(replicas=replicas)))
    finally:
        await admin.close()
    errors = [for_code(one[1]) for one in answer.topic_errors]
    for error, topic in zip(errors, answer.topic_errors, strict=True):
        if error.errno not in (0, TopicAlreadyExistsError.errno):
            raise error(f"{topic[0]}: {topic[2] if len(topic) > 2 else ''}")
    made = sum(error.errno == 0 for error in errors)
    return made, len(errors) - made


def run(bootstrap: str, *, replicas: int = 1, within: float) -> tuple[int, int]:
    """Make the topics from a program that waits; raises OSError with the broker's reason.

    Who we are is said by BOSS_KAFKA_*, as to a service.
    """
    try:
        settings = KafkaSettings(kafka=bootstrap)
        return asyncio.run(create(settings, replicas=replicas, within=within))
    except (KafkaError, Misconfigured, ValidationError) as error:
        raise OSError(f"The broker at {bootstrap} made no topics: {error}") from error


async def _connected(settings: KafkaSettings, *, within: float) -> AIOKafkaAdminClient:
    # A broker that is not up yet is what we wait for, not an error to tell at each try.
    logging.getLogger("aiokafka").setLevel(logging.CRITICAL)
    until = monotonic() + within
    while True:
        admin = AIOKafkaAdminClient(**connecting(settings))
        try:
            await start(admin, settings)
        except KafkaError:
            await admin.close()
            if monotonic() >= until:
                raise
            await asyncio.sleep(BETWEEN_TRIES)
        else:
            return admin


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m launch.create_topics", description=__doc__)
    parser.add_argument("bootstrap", help="host:port of the broker")
    parser.add_argument("--replicas", type=int, default=1)
    parser.add_argument("--within", type=float, default=60.0, help="seconds to wait for the broker")
    given = parser.parse_args(arguments)
    try:
        made, there = run(given.bootstrap, replicas=given.replicas, within=given.within)
    except OSError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    print(f"{made} topics made, {there} were there")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
