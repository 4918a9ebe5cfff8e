"""From an outbox over a broker to a listener: each effect once, whatever happens on the way."""

import asyncio
import math
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

import pytest
from aiokafka import AIOKafkaProducer
from aiokafka.errors import OutOfOrderSequenceNumber

from kernel.clock import SystemClock
from launch.broker import Broker
from runtime.database.database import Database
from runtime.messaging import broker as broker_of_a_process
from runtime.messaging import patient_consumer
from runtime.messaging.bell import Bell
from runtime.messaging.broker import EMBEDDED
from runtime.messaging.consumer import Consumer
from runtime.messaging.copies import Copies
from runtime.messaging.handling import MessageHandler
from runtime.messaging.listener import Listener, Received
from runtime.messaging.outbox import Outbox, Outgoing
from runtime.messaging.relay import POLL_SECONDS, Relay
from runtime.messaging.watching import watch
from runtime.operations.quiet import Stillness
from runtime.settings.service_settings import ServiceSettings

TOPIC = "boss.said.v1"
Eventually = Callable[[Callable[[], Awaitable[bool]]], Awaitable[None]]


@dataclass
class Host:
    """A speaker and a listener on one broker, both started and stopped as a test wants."""

    settings: ServiceSettings
    database: Database
    words: Any
    outbox: Outbox
    heard: list[tuple[str, str]] = field(default_factory=list)

    async def say(self, key: str, *texts: str) -> None:
        async with self.database.transaction() as connection:
            await self.outbox.put(
                connection,
                [Outgoing(TOPIC, key, self.words.Said(text=each)) for each in texts],
                now=SystemClock().now(),
            )

    async def hear(self, heard: Sequence[Received]) -> None:
        self.heard += [(each.key, each.message.text) for each in heard]

    def hearing(self, handler: Any = None, *, levels: bool = False) -> MessageHandler:
        listener = Listener(TOPIC, {self.words.Said: handler or self.hear}, levels=levels)
        copies = Copies(self.outbox, service=self.settings.service)
        return MessageHandler(listener, database=self.database, copies=copies)

    @asynccontextmanager
    async def relaying(self, *, poll_seconds: float = POLL_SECONDS) -> AsyncIterator[Relay]:
        relay = Relay(self.settings, self.outbox, poll_seconds=poll_seconds)
        running = asyncio.create_task(relay.run())
        yield relay
        relay.stop()
        await running

    @asynccontextmanager
    async def listening(self, handler: Any = None) -> AsyncIterator[Consumer]:
        consumer = Consumer(self.settings, [self.hearing(handler)])
        running = asyncio.create_task(consumer.run())
        yield consumer
        consumer.stop()
        await running

    async def rows(self, query: str) -> list[Any]:
        async with self.database.reading() as connection:
            return [tuple(row) for row in (await connection.exec_driver_sql(query)).all()]


@pytest.fixture
def host(settings: ServiceSettings, database: Database, broker: Broker, words: Any) -> Host:
    broker.create_topic(TOPIC, partitions=4)
    broker.create_topic(f"{TOPIC}.runtime.dlq", partitions=1)
    at_broker = settings.model_copy(
        update={"kafka": broker.bootstrap, "broker_epoch": broker.epoch}
    )
    return Host(at_broker, database, words, Outbox(database))


async def test_what_is_said_is_heard_once_and_in_order(host: Host, eventually: Eventually) -> None:
    async with host.relaying(), host.listening():
        for number in range(20):
            await host.say(f"key {number % 3}", f"{number}", f"{number}b")

        await eventually(lambda: is_true(len(host.heard) >= 40))

    for key in ("key 0", "key 1", "key 2"):
        numbers = [text for each, text in host.heard if each == key]
        assert numbers == [
            said
            for number in range(20)
            if f"key {number % 3}" == key
            for said in (f"{number}", f"{number}b")
        ]


async def test_what_the_relay_was_not_woken_for_is_sent_all_the_same(
    host: Host, eventually: Eventually
) -> None:
    async with host.relaying(poll_seconds=0.5) as relay:
        await host.say("key", "woken")
        await eventually(lambda: is_empty(host, "outbox"))
        # As another process says it: nobody here is told.
        elsewhere = Host(host.settings, host.database, host.words, Outbox(host.database))
        await elsewhere.say("key", "not woken")
        await eventually(lambda: is_empty(host, "outbox"))
        relay.stop()

    assert await host.rows("SELECT count(*) FROM outbox_sent") == [(2,)]


async def test_who_rests_is_rung_for_by_the_relay(
    host: Host, eventually: Eventually, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(broker_of_a_process, "EMBEDDED", replace(EMBEDDED, rest=600_000))
    monkeypatch.setattr(patient_consumer, "QUIET_SECONDS", math.inf)
    async with host.relaying(), host.listening():
        await host.say("key", "before it rests")
        await eventually(partial(has_heard, host, "before it rests"))
        rests = resting(monkeypatch)
        monkeypatch.setattr(patient_consumer, "QUIET_SECONDS", 0.0)
        await rests.wait()
        for number in range(3):
            await host.say("key", f"{number}")
            await eventually(partial(has_heard, host, f"{number}"))


def resting(monkeypatch: pytest.MonkeyPatch) -> asyncio.Event:
    """Tell when somebody has begun to rest, and has asked to be rung for."""
    rests, said = asyncio.Event(), Bell._say

    def say(bell: Bell, *words: str) -> None:
        said(bell, *words)
        if words[0] == "wait":
            rests.set()

    monkeypatch.setattr(Bell, "_say", say)
    return rests


async def test_what_is_rolled_back_is_never_said(host: Host, eventually: Eventually) -> None:
    with pytest.raises(ValueError, match="no"):
        async with host.database.transaction():
            await host.say("key", "never")
            raise ValueError("no")

    async with host.relaying(), host.listening():
        await host.say("key", "after")
        await eventually(lambda: is_true(host.heard != []))

    assert host.heard == [("key", "after")]


async def test_what_was_sent_is_kept_and_counted(host: Host, eventually: Eventually) -> None:
    async with host.relaying():
        await host.say("key", "one", "two")
        await eventually(lambda: is_empty(host, "outbox"))

    assert await host.rows("SELECT key FROM outbox_sent ORDER BY id") == [("key",), ("key",)]
    assert await host.rows("SELECT topic, total FROM hand_over_total WHERE kind = 'said'") == [
        (TOPIC, 2)
    ]
    # The partition of today was made ahead, so nothing fell into the default one.
    assert await host.rows("SELECT count(*) FROM outbox_sent_otherwise") == [(0,)]


async def test_another_broker_than_before_is_sent_the_day_again_and_it_does_no_harm(
    host: Host, eventually: Eventually
) -> None:
    async with host.relaying(), host.listening():
        await host.say("key", "one", "two")
        await eventually(lambda: is_true(len(host.heard) == 2))
    host.settings = host.settings.model_copy(update={"broker_epoch": "another"})

    async with host.relaying(), host.listening():
        await host.say("key", "three")
        await eventually(lambda: is_true(len(host.heard) == 3))

    assert [text for _, text in host.heard] == ["one", "two", "three"]
    assert await host.rows("SELECT total FROM hand_over_total WHERE kind = 'duplicate'") == [(2,)]


async def test_the_same_broker_is_not_sent_the_day_again(
    host: Host, eventually: Eventually
) -> None:
    for said in ("one", "two"):
        async with host.relaying(), host.listening():
            await host.say("key", said)
            await eventually(partial(has_heard, host, said))

    assert await host.rows("SELECT 1 FROM hand_over_total WHERE kind = 'duplicate'") == []


async def test_only_one_relay_sends_and_the_other_takes_over(
    host: Host, eventually: Eventually
) -> None:
    async with host.listening(), host.relaying() as second:
        first = Relay(host.settings, host.outbox)
        running = asyncio.create_task(first.run())
        await host.say("key", "one")
        await eventually(lambda: is_true(len(host.heard) == 1))
        second.stop()
        await host.say("key", "two")
        await eventually(lambda: is_true(len(host.heard) == 2))
        first.stop()
        await running

    assert host.heard == [("key", "one"), ("key", "two")]


async def test_a_broker_that_was_down_gets_everything_later(
    host: Host, broker: Broker, eventually: Eventually
) -> None:
    async with host.relaying(), host.listening():
        await host.say("key", "before")
        await eventually(lambda: is_true(len(host.heard) == 1))
        broker.go_down()
        for number in range(5):
            await host.say("key", f"{number}")
        await asyncio.sleep(1)
        broker.come_up()

        await eventually(lambda: is_true(len(host.heard) >= 6))

    assert [text for _, text in host.heard] == ["before", "0", "1", "2", "3", "4"]


async def test_a_producer_that_lost_its_sequence_is_not_used_again(
    host: Host, eventually: Eventually, monkeypatch: pytest.MonkeyPatch
) -> None:
    producers: list[int] = []
    send = AIOKafkaProducer.send

    async def loses_its_sequence(self: Any, *given: Any, **more: Any) -> Any:
        producers.append(id(self))
        if len(set(producers)) == 1 and len(producers) > 1:
            raise OutOfOrderSequenceNumber
        return await send(self, *given, **more)

    monkeypatch.setattr(AIOKafkaProducer, "send", loses_its_sequence)
    async with host.relaying(), host.listening():
        await host.say("key", "one", "two", "three")
        await eventually(lambda: is_true(len(host.heard) == 3))
        await eventually(lambda: is_empty(host, "outbox"))

    assert [text for _, text in host.heard] == ["one", "two", "three"]
    assert len(set(producers)) == 2


async def test_a_handler_killed_before_its_commit_leaves_no_trace_and_is_asked_again(
    host: Host, eventually: Eventually
) -> None:
    async def is_killed(heard: Sequence[Received]) -> None:
        await host.hear(heard)
        raise asyncio.CancelledError

    consumer = Consumer(host.settings, [host.hearing(is_killed)])
    async with host.relaying():
        await host.say("key", "one")
        running = asyncio.create_task(consumer.run())
        await eventually(lambda: is_true(len(host.heard) >= 1))
        consumer.stop()
        await running

        async with host.listening():
            await eventually(lambda: is_true(host.heard[-1:] == [("key", "one")]))
            await eventually(lambda: has_rows(host, "SELECT 1 FROM inbox"))

    assert await host.rows("SELECT count(*) FROM inbox") == [(1,)]


async def test_a_service_is_quiet_when_all_is_sent_and_heard(
    host: Host, eventually: Eventually
) -> None:
    stillness = Stillness(host.settings, host.database, topics=[TOPIC], works=[])
    await host.say("key", "one")
    assert (await stillness.look()).outbox_waiting == 1

    async with host.relaying():
        await eventually(lambda: is_empty(host, "outbox"))
    assert (await stillness.look()).unheard == 1

    async with host.listening():
        await eventually(lambda: is_quiet(stillness))
    await stillness.close()

    assert host.heard == [("key", "one")]


async def test_a_watcher_sees_what_is_said_from_now_on_and_takes_nothing_away(
    host: Host, eventually: Eventually
) -> None:
    seen: list[str] = []

    async def watching() -> None:
        async for heard in watch(host.settings, TOPIC, kinds=[host.words.Said]):
            seen.append(heard.message.text)  # noqa: PERF401 - each as it comes

    async with host.relaying(), host.listening():
        await host.say("key", "before")
        await eventually(lambda: is_true(len(host.heard) == 1))
        task = asyncio.create_task(watching())

        async def is_watched() -> bool:
            # Nobody tells when a watcher has begun: it is said again until one is seen.
            await host.say("key", "after")
            return seen != []

        await eventually(is_watched)
        task.cancel()
        await asyncio.wait([task])
        await eventually(lambda: is_true(host.heard.count(("key", "after")) >= len(seen)))

    assert {*seen} == {"after"}


async def is_true(outcome: bool) -> bool:  # noqa: FBT001 - a condition is its only word
    return outcome


async def has_heard(host: Host, said: str) -> bool:
    return ("key", said) in host.heard


async def is_empty(host: Host, table: str) -> bool:
    return not await host.rows(f"SELECT 1 FROM {table}")  # noqa: S608 - the table is ours


async def has_rows(host: Host, query: str) -> bool:
    return bool(await host.rows(query))


async def is_quiet(stillness: Stillness) -> bool:
    return (await stillness.look()).is_quiet
