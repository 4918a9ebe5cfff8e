"""Listeners that had to start over: nobody else may keep what is theirs to hear."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from typing import Any

import pytest
from aiokafka import AIOKafkaProducer

from kernel.clock import SystemClock
from kernel.ids import new_id
from launch.broker import Broker
from runtime.database.database import Database
from runtime.messaging.broker import EMBEDDED, REAL, Pace
from runtime.messaging.consumer import Consumer
from runtime.messaging.copies import Copies
from runtime.messaging.envelope import Envelope, headers_of, message_id
from runtime.messaging.handling import MessageHandler
from runtime.messaging.listener import Listener, Received
from runtime.messaging.outbox import Outbox
from runtime.settings.service_settings import ServiceSettings

SAID, UNSAID = "boss.said.v1", "boss.unsaid.v1"
BOTH = (SAID, UNSAID)
PARTITIONS = 4


class Gate:
    """Stands before a broker: holds the first connection, drops the second, lets others through."""

    def __init__(self, broker: str) -> None:
        host, _, port = broker.partition(":")
        self._broker = (host, int(port))
        self.seen = 0
        self.let_through = asyncio.Event()

    @asynccontextmanager
    async def open(self) -> AsyncIterator[str]:
        server = await asyncio.start_server(self._received, "127.0.0.1", 0)
        host, port = server.sockets[0].getsockname()[:2]
        try:
            yield f"{host}:{port}"
        finally:
            server.close()

    async def _received(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.seen += 1
        if self.seen == 1:
            await self.let_through.wait()
        if self.seen == 2:
            writer.close()
            return
        there, to = await asyncio.open_connection(*self._broker)
        await asyncio.gather(_carry(reader, to), _carry(there, writer))


async def _carry(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(OSError):
        while some := await reader.read(65536):
            writer.write(some)
    writer.close()


class Company:
    """Two listeners of one process, and somebody who says."""

    def __init__(
        self, settings: ServiceSettings, database: Database, words: Any, topics: Sequence[str]
    ) -> None:
        self.heard: list[str] = []
        self._words = words
        copies = Copies(Outbox(database), service="trial")
        handlers = [
            MessageHandler(Listener(topic, {kind: self._hear}), database=database, copies=copies)
            for topic, kind in ((SAID, words.Said), (UNSAID, words.Unsaid))
            if topic in topics
        ]
        self.consumer = Consumer(settings, handlers)

    async def _hear(self, heard: Sequence[Received]) -> None:
        self.heard += [each.message.text for each in heard]

    async def say(self, producer: AIOKafkaProducer, text: str, *, partition: int) -> None:
        message = self._words.Said(text=text)
        envelope = Envelope(
            message_id(new_id()), message.DESCRIPTOR.full_name, "boss.trial", text, moment()
        )
        await producer.send_and_wait(
            SAID, message.SerializeToString(), key=text.encode(), partition=partition,
            headers=headers_of(envelope),
        )  # fmt: skip


def moment() -> Any:
    return SystemClock().now()


@pytest.mark.parametrize("pace", [REAL, EMBEDDED])
def test_who_joins_outwaits_a_member_that_was_killed(pace: Pace) -> None:
    assert 3 * pace.heartbeat < pace.session < pace.request


async def test_who_was_still_starting_when_another_failed_does_not_join_behind_our_back(
    settings: ServiceSettings, database: Database, broker: Broker, words: Any, eventually: Any
) -> None:
    """It would keep partitions that nobody hears, until its group is divided anew."""
    for topic in BOTH:
        broker.create_topic(topic, partitions=PARTITIONS)
    gate = Gate(broker.bootstrap)
    async with gate.open() as where, AIOKafkaProducer(bootstrap_servers=broker.bootstrap) as tells:
        company = Company(settings.model_copy(update={"kafka": where}), database, words, BOTH)
        running = asyncio.create_task(company.consumer.run())

        async def is_up() -> bool:
            return company.consumer.are_up

        await eventually(is_up)
        gate.let_through.set()
        # Who joins behind our back has done so after this.
        await asyncio.sleep(2)
        said = [f"{number}" for number in range(PARTITIONS)]
        for number, text in enumerate(said):
            await company.say(tells, text, partition=number)

        async def all_is_heard() -> bool:
            return sorted(company.heard) == said

        await eventually(all_is_heard)
        company.consumer.stop()
        await running


async def test_who_is_told_to_stop_while_it_starts_does_not_wait_for_its_start(
    settings: ServiceSettings, database: Database, broker: Broker, words: Any, eventually: Any
) -> None:
    """A group that waits for a member that was killed would be joined first, and left then."""
    gate = Gate(broker.bootstrap)
    async with gate.open() as where:
        company = Company(settings.model_copy(update={"kafka": where}), database, words, (SAID,))
        running = asyncio.create_task(company.consumer.run())

        async def is_starting() -> bool:
            return gate.seen == 1

        await eventually(is_starting)
        company.consumer.stop()
        async with asyncio.timeout(5):
            await running
        assert not company.consumer.are_up
        gate.let_through.set()
