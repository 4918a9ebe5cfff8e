"""Look after topics and groups without Kafka's own tools: `python -m launch.groups list`.

Who we are is said by BOSS_KAFKA_*; the user `operations` may do all of it, and a service may see
its own groups. In Kubernetes the pod `bossctl-0` shows itself so.
"""

import argparse
import sys
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from confluent_kafka import ConsumerGroupTopicPartitions, KafkaException, TopicPartition
from confluent_kafka.admin import AdminClient
from confluent_kafka.admin import OffsetSpec as Typed  # type: ignore[attr-defined]  # public
from pydantic import ValidationError

from boss.topics import TOPICS
from launch.access import group_of
from launch.librdkafka import librdkafka
from runtime.errors import Misconfigured
from runtime.kafka_settings import KafkaSettings

SECONDS = 30
OffsetSpec: Any = Typed
"""Its makers have no types."""


class Groups:
    """The groups of this release's listeners, on one cluster of brokers."""

    def __init__(self, settings: KafkaSettings) -> None:
        self._admin: Any = AdminClient(librdkafka(settings))

    def weak(self) -> Iterator[str]:
        """Say each partition that lacks a leader or a copy in sync."""
        for name, topic in sorted(self._topics().items()):
            for number, partition in sorted(topic.partitions.items()):
                lacking = sorted(set(partition.replicas) - set(partition.isrs))
                if partition.leader < 0:
                    yield f"{name} {number}: no leader; copies on {partition.replicas}"
                elif lacking:
                    yield f"{name} {number}: not in sync on {lacking}; led by {partition.leader}"

    def behind(self) -> Iterator[tuple[str, int]]:
        """Return each group and how many records it has not committed."""
        for topic, group in wanted():
            told = self._committed(group, topic)
            ends = self._offsets(topic, OffsetSpec.latest())
            firsts = self._offsets(topic, OffsetSpec.earliest())
            yield group, sum(end - max(told.get(at, 0), firsts[at]) for at, end in ends.items())

    def members(self, group: str) -> Iterator[str]:
        """Say who is in a group, and which partitions they have."""
        (asked,) = self._admin.describe_consumer_groups([group]).values()
        for member in asked.result(SECONDS).members:
            held = [f"{one.topic}/{one.partition}" for one in member.assignment.topic_partitions]
            yield f"{member.client_id} at {member.host}: {', '.join(held) or 'nothing'}"

    def set_back(self, group: str, to: datetime) -> Iterator[str]:
        """Have a group hear again what was said since a moment; nobody of it may run.

        Raises KafkaException where somebody does.
        """
        (topic,) = (heard for heard, one in wanted() if one == group)
        moment = OffsetSpec.for_timestamp(int(to.timestamp() * 1000))
        ends = self._offsets(topic, OffsetSpec.latest())
        # Where nothing was said since then, there is no such record: it stays at the end.
        since = {
            at: found if found >= 0 else ends[at]
            for at, found in self._offsets(topic, moment).items()
        }
        moved = [TopicPartition(topic, at, offset) for at, offset in sorted(since.items())]
        (asked,) = self._admin.alter_consumer_group_offsets(
            [ConsumerGroupTopicPartitions(group, moved)]
        ).values()
        for one in asked.result(SECONDS).topic_partitions:
            if one.error is not None:
                raise KafkaException(one.error)
            yield f"{one.topic} {one.partition}: {since[one.partition]}"

    def _topics(self) -> dict[str, Any]:
        found = self._admin.list_topics(timeout=SECONDS).topics
        return {name: topic for name, topic in found.items() if topic.error is None}

    def _committed(self, group: str, topic: str) -> dict[int, int]:
        asked = ConsumerGroupTopicPartitions(group)
        (told,) = self._admin.list_consumer_group_offsets([asked]).values()
        found = told.result(SECONDS).topic_partitions
        return {one.partition: one.offset for one in found if one.topic == topic}

    def _offsets(self, topic: str, spec: Any) -> dict[int, int]:
        found = self._admin.list_topics(topic, timeout=SECONDS).topics[topic]
        if found.error is not None:
            raise KafkaException(found.error)
        at_all = [TopicPartition(topic, at) for at in found.partitions]
        asked = self._admin.list_offsets(dict.fromkeys(at_all, spec))
        return {one.partition: told.result(SECONDS).offset for one, told in asked.items()}


def wanted() -> Iterator[tuple[str, str]]:
    """Return each topic somebody hears, with the group that does."""
    for topic in TOPICS.values():
        yield from ((topic.name, group_of(one, topic.name)) for one in topic.listeners)


def said(given: argparse.Namespace, groups: Groups) -> Iterator[str]:
    """Do what was asked, and say what came of it."""
    match given.act:
        case "weak":
            yield from groups.weak()
        case "members":
            yield from groups.members(given.group)
        case "set-back":
            yield from groups.set_back(given.group, given.to)
        case _:
            yield from (f"{number:>9}  {group}" for group, number in groups.behind())


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m launch.groups", description=__doc__)
    acts = parser.add_subparsers(dest="act", required=True)
    acts.add_parser("list", help="every group, and how many records it has not committed")
    acts.add_parser("weak", help="partitions without a leader, or with copies that are behind")
    names = sorted(group for _, group in wanted())
    acts.add_parser("members", help="who is in a group").add_argument("group", choices=names)
    back = acts.add_parser("set-back", help="hear again what was said since a moment")
    back.add_argument("group", choices=names)
    back.add_argument("--to", type=_moment, required=True, help="such as 2026-11-29T08:00:00+08:00")
    given = parser.parse_args(arguments)
    try:
        for line in said(given, Groups(KafkaSettings())):  # type: ignore[call-arg]  # environment
            print(line)
    except (KafkaException, Misconfigured, ValidationError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


def _moment(text: str) -> datetime:
    """Read a moment with its offset. Raises ValueError, which argparse tells."""
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError("no offset")
    return moment


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
