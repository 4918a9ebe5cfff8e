"""Look after topics and groups without Kafka's own tools: `python -m launch.groups list`.

Who we are is said by BOSS_KAFKA_*; the user `operations` may do all of it, and a service may see
its own groups. In Kubernetes the pod `bossctl-0` shows itself so.
"""

import argparse
import asyncio
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from functools import partial
from typing import Any, TypeVar

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.coordinator.protocol import ConsumerProtocolMemberAssignment
from aiokafka.errors import KafkaError
from pydantic import ValidationError

from boss.topics import TOPICS
from kernel.clock import monotonic
from launch.access import group_of
from runtime.errors import Misconfigured
from runtime.messaging.kafka_refusals import start
from runtime.messaging.kafka_security import connecting
from runtime.settings.kafka_settings import KafkaSettings

SECONDS = 15
"""How long is waited for brokers that begin: the first who asks for a group has one made."""
BETWEEN_TRIES = 0.3
Answer = TypeVar("Answer")


class Groups:
    """The groups of this release's listeners, on one cluster of brokers."""

    def __init__(self, settings: KafkaSettings, *, admin: Any, consumer: Any) -> None:
        self._settings = settings
        self._admin = admin
        self._consumer = consumer

    @classmethod
    @asynccontextmanager
    async def of(cls, settings: KafkaSettings) -> "AsyncIterator[Groups]":
        """Connect. Raises KafkaError, with what to do where nobody lets us in."""
        admin = AIOKafkaAdminClient(**connecting(settings))
        consumer = AIOKafkaConsumer(**connecting(settings), enable_auto_commit=False)
        try:
            await start(admin, settings)
            await start(consumer, settings)
            yield cls(settings, admin=admin, consumer=consumer)
        finally:
            await consumer.stop()
            await admin.close()

    async def weak(self) -> AsyncIterator[str]:
        """Say each partition that lacks a leader or a copy in sync."""
        for topic in sorted(
            await self._admin.describe_topics(), key=lambda each: str(each["topic"])
        ):
            for partition in topic["partitions"]:
                where = f"{topic['topic']} {partition['partition']}"
                lacking = sorted(set(partition["replicas"]) - set(partition["isr"]))
                if partition["leader"] < 0:
                    yield f"{where}: no leader; copies on {partition['replicas']}"
                elif lacking:
                    yield f"{where}: not in sync on {lacking}; led by {partition['leader']}"

    async def behind(self) -> AsyncIterator[str]:
        """Say of each group how many records it has not committed."""
        for topic, group in wanted():
            partitions = await self._partitions(topic)
            told = await _patiently(partial(self._admin.list_consumer_group_offsets, group))
            ends = await self._consumer.end_offsets(partitions)
            first = await self._consumer.beginning_offsets(partitions)
            number = sum(
                ends[one] - max(told[one].offset if one in told else 0, first[one])
                for one in partitions
            )
            yield f"{number:>9}  {group}"

    async def members(self, group: str) -> AsyncIterator[str]:
        """Say who is in a group, and which partitions they have."""
        for answer in await _patiently(lambda: self._admin.describe_consumer_groups([group])):
            for *_, members in (one[:6] for one in answer.groups):
                for _, client, host, _, assigned in members:
                    yield f"{client} at {host}: {_partitions_in(assigned)}"

    async def set_back(self, group: str, to: datetime) -> AsyncIterator[str]:
        """Have a group consume again what was said since a moment; nobody of it may run.

        Raises KafkaError where somebody does.
        """
        (topic,) = (each for each, name in wanted() if name == group)
        partitions = await self._partitions(topic)
        moment = int(to.timestamp() * 1000)
        offsets = await self._consumer.offsets_for_times(dict.fromkeys(partitions, moment))
        ends = await self._consumer.end_offsets(partitions)
        # Where nothing was said since then there is no such record: it stays at the end.
        since = {one: offsets[one].offset if offsets[one] else ends[one] for one in partitions}
        moving = AIOKafkaConsumer(
            **connecting(self._settings), group_id=group, enable_auto_commit=False
        )
        try:
            await start(moving, self._settings)
            moving.assign(partitions)
            await moving.commit(since)
        finally:
            await moving.stop()
        for partition, offset in sorted(since.items()):
            yield f"{partition.topic} {partition.partition}: {offset}"

    async def _partitions(self, topic: str) -> list[Any]:
        """Return the partitions of a topic; raises KafkaError where it is not to be seen."""
        numbers = await self._consumer._client._wait_on_metadata(topic)
        return [TopicPartition(topic, at) for at in sorted(numbers)]


async def _patiently(ask: Callable[[], Awaitable[Answer]]) -> Answer:
    """Ask again while the brokers say that it may go soon."""
    until = monotonic() + SECONDS
    while True:
        try:
            return await ask()
        except KafkaError as error:
            if not error.retriable or monotonic() > until:
                raise
        await asyncio.sleep(BETWEEN_TRIES)


def _partitions_in(assigned: bytes) -> str:
    if not assigned:
        return "nothing"
    held = ConsumerProtocolMemberAssignment.decode(assigned).assignment
    return ", ".join(f"{topic}/{at}" for topic, numbers in held for at in numbers) or "nothing"


def wanted() -> Iterator[tuple[str, str]]:
    """Return each topic somebody hears, with the group that does."""
    for topic in TOPICS.values():
        yield from ((topic.name, group_of(one, topic.name)) for one in topic.listeners)


async def said(given: argparse.Namespace, settings: KafkaSettings) -> None:
    """Do what was asked, and say what came of it."""
    async with Groups.of(settings) as groups:
        match given.act:
            case "weak":
                lines = groups.weak()
            case "members":
                lines = groups.members(given.group)
            case "set-back":
                lines = groups.set_back(given.group, given.to)
            case "list":
                lines = groups.behind()
            case other:
                raise AssertionError(f"{other} is offered and not done")
        async for line in lines:
            print(line)


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m launch.groups", description=__doc__)
    acts = parser.add_subparsers(dest="act", required=True)
    acts.add_parser("list", help="every group, and how many records it has not committed")
    acts.add_parser("weak", help="partitions without a leader, or with copies that are behind")
    names = sorted(group for _, group in wanted())
    acts.add_parser("members", help="who is in a group").add_argument("group", choices=names)
    back = acts.add_parser("set-back", help="consume again what was published since a moment")
    back.add_argument("group", choices=names)
    back.add_argument("--to", type=_moment, required=True, help="such as 2026-11-29T08:00:00+08:00")
    given = parser.parse_args(arguments)
    try:
        asyncio.run(said(given, KafkaSettings()))  # type: ignore[call-arg]  # from the environment
    except (KafkaError, Misconfigured, ValidationError) as error:
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
