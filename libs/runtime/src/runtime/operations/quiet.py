"""Whether nothing moves in a service, and the business moment at which something will."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient

from runtime.database.database import Database
from runtime.jobs.work import Work
from runtime.messaging.broker import pace_of
from runtime.messaging.kafka_refusals import start
from runtime.messaging.kafka_security import connecting
from runtime.messaging.newest_fact import newest_fact
from runtime.messaging.relay_store import NUMBER
from runtime.settings.service_settings import ServiceSettings
from runtime.telemetry.logs import logger

_log = logger("quiet")


@dataclass(frozen=True, slots=True)
class Quiet:
    """What still moves."""

    outbox_waiting: int
    unheard: int
    busy: Sequence[str]
    next_due: datetime | None
    newest_fact: datetime | None = None
    """Of this service; not looked for while anything waits in the outbox."""

    @property
    def is_quiet(self) -> bool:
        return not self.outbox_waiting and not self.unheard and not self.busy


class Stillness:
    """Looks at the outbox, at how far the listeners are, and at the works."""

    def __init__(
        self,
        settings: ServiceSettings,
        database: Database,
        *,
        topics: Sequence[str],
        works: Sequence[Work[Any]],
    ) -> None:
        self._settings = settings
        self._database = database
        self._works = works
        self._ends = _TopicEnds(settings, topics)

    async def look(self) -> Quiet:
        """Look once; the works last, for what was consumed may have given them something to do."""
        waiting = await self.outbox_waiting()
        unheard = 0 if waiting else await self._ends.unheard()
        busy = [work.name for work in self._works if not await work.is_quiet()]
        moments = [await work.next_due() for work in self._works]
        due = min((moment for moment in moments if moment is not None), default=None)
        waiting = waiting or await self.outbox_waiting()
        newest = None if waiting else await self._newest_fact()
        return Quiet(waiting, unheard, busy, due, newest)

    async def _newest_fact(self) -> datetime | None:
        async with self._database.reading() as connection:
            return await newest_fact(connection)

    async def outbox_waiting(self) -> int:
        """Answer how many events are not sent yet, 100 000 at most."""
        async with self._database.reading() as connection:
            number: int = (await connection.exec_driver_sql(NUMBER)).scalar_one()
        return number

    async def close(self) -> None:
        """Close the connections to the broker."""
        await self._ends.close()


class _TopicEnds:
    """How many records of its topics the service's groups have not committed, from any process."""

    def __init__(self, settings: ServiceSettings, topics: Sequence[str]) -> None:
        self._settings = settings
        self._topics = topics
        self._consumer: Any = None
        self._admin: Any = None

    async def unheard(self) -> int:
        if not self._topics:
            return 0
        await self._connect()
        return sum([await self._behind(topic) for topic in self._topics])

    async def close(self) -> None:
        consumer, admin = self._consumer, self._admin
        self._consumer = self._admin = None
        await _end(admin.close if admin else None, consumer.stop if consumer else None)

    async def _behind(self, topic: str) -> int:
        parts = await self._consumer._client._wait_on_metadata(topic)
        partitions = [TopicPartition(topic, number) for number in sorted(parts)]
        group = f"{self._settings.service}.{topic}"
        committed = await self._admin.list_consumer_group_offsets(group, partitions=partitions)
        first = await self._consumer.beginning_offsets(partitions)
        ends = await self._consumer.end_offsets(partitions)
        return sum(
            max(ends[each] - max(_offset(committed, each), first[each]), 0) for each in partitions
        )

    async def _connect(self) -> None:
        if self._consumer is not None:
            return
        where, wait = connecting(self._settings), pace_of(self._settings).request
        admin = AIOKafkaAdminClient(**where, request_timeout_ms=wait)
        consumer = AIOKafkaConsumer(**where, request_timeout_ms=wait)
        try:
            await start(admin, self._settings)
            await start(consumer, self._settings)
        except BaseException:
            await _end(admin.close, consumer.stop)
            raise
        self._admin, self._consumer = admin, consumer


async def _end(*ends: Callable[[], Awaitable[None]] | None) -> None:
    """Let go of clients; a broker that is away must not keep us from closing."""
    for end in ends:
        try:
            if end is not None:
                await end()
        except Exception as error:
            _log.info("a client of the broker did not stop in order", error=repr(error))


def _offset(committed: Any, partition: TopicPartition) -> int:
    position = committed.get(partition)
    return int(position.offset) if position is not None else 0
