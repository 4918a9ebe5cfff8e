"""From an outbox over a broker with TLS and access lists to a listener, as any service does."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import pytest

from boss import topics
from boss.orders.v1.events_pb2 import OrderStateChanged
from boss.provisioning.v1.events_pb2 import ProvisioningCompleted
from brokers.identities import Identities
from kernel.clock import SystemClock
from launch.postgres import Postgres
from runtime.database.database import Database
from runtime.database.migrations import run_migrations
from runtime.messaging.broker import new_producer
from runtime.messaging.consumer import Consumer
from runtime.messaging.copies import Copies
from runtime.messaging.handling import MessageHandler
from runtime.messaging.listener import Listener, Received
from runtime.messaging.outbox import Outbox, Outgoing
from runtime.messaging.relay import Relay
from runtime.messaging.watching import watch
from runtime.operations.quiet import Stillness
from runtime.settings.service_settings import ServiceSettings
from runtime.telemetry import metrics

SECONDS = 30


@dataclass
class Place:
    """One service with a database of its own."""

    settings: ServiceSettings
    database: Database
    outbox: Outbox
    heard: list[str] = field(default_factory=list)

    async def say(self, topic: str, message: ProvisioningCompleted | OrderStateChanged) -> None:
        async with self.database.transaction() as connection:
            await self.outbox.put(
                connection, [Outgoing(topic, "s-1", message)], now=SystemClock().now()
            )

    async def hear(self, heard: Sequence[Received]) -> None:
        self.heard += [each.message.order_id for each in heard]

    async def is_said(self) -> bool:
        rows = await self.database.run("SELECT count(*) FROM outbox")
        return not rows.scalar_one()

    @asynccontextmanager
    async def relaying(self) -> AsyncIterator[None]:
        relay = Relay(self.settings, self.outbox)
        running = asyncio.create_task(relay.run())
        yield
        relay.stop()
        await running

    @asynccontextmanager
    async def listening(self, topic: str) -> AsyncIterator[None]:
        copies = Copies(self.outbox, service=self.settings.service)
        listener = Listener(topic, {ProvisioningCompleted: self.hear})
        consumer = Consumer(
            self.settings, [MessageHandler(listener, database=self.database, copies=copies)]
        )
        running = asyncio.create_task(consumer.run())
        yield
        consumer.stop()
        await running


@asynccontextmanager
async def place(settings: ServiceSettings) -> AsyncIterator[Place]:
    await asyncio.to_thread(run_migrations, settings, "runtime")
    database = Database.connect(settings.database_url, name="test")
    try:
        yield Place(settings, database, Outbox(database))
    finally:
        await database.close()


async def comes_true(check: Callable[[], object]) -> None:
    async with asyncio.timeout(SECONDS):
        while not check():  # noqa: ASYNC110 - whatever it is, it has no event
            await asyncio.sleep(0.02)


@pytest.mark.parametrize("how", ["certified", "signed_in"])
async def test_what_one_says_another_hears(
    identities: Identities, postgres: Postgres, how: str
) -> None:
    settings_of = getattr(identities, how)
    speaking = settings_of("provisioning", database=postgres.fresh_database("provisioning"))
    hearing = settings_of("orders", database=postgres.fresh_database("orders"))
    topic = topics.PROVISIONING_COMPLETED
    async with place(speaking) as provisioning, place(hearing) as orders:
        still = Stillness(hearing, orders.database, topics=[topic], works=[])
        async with provisioning.relaying(), orders.listening(topic):
            await provisioning.say(topic, ProvisioningCompleted(order_id=how))
            await comes_true(lambda: how in orders.heard)
        unheard = (await still.look()).unheard
        await still.close()

    assert unheard == 0


async def test_the_gateway_watches_live(identities: Identities, postgres: Postgres) -> None:
    speaking = identities.certified("orders", database=postgres.fresh_database("orders"))
    gateway = identities.certified("gateway")
    live = watch(gateway, topics.ORDER_STATE_CHANGED, kinds=[OrderStateChanged])

    async with place(speaking) as orders, orders.relaying():
        first = asyncio.ensure_future(anext(live))
        async with asyncio.timeout(SECONDS):
            while not first.done():
                # Only what is said from now on is seen, and nobody says when now is.
                await orders.say(topics.ORDER_STATE_CHANGED, OrderStateChanged(order_id="o-1"))
                await asyncio.sleep(0.2)

    assert first.result().message.order_id == "o-1"
    await live.aclose()


async def test_a_service_that_says_nothing_has_a_relay_that_stands_ready(
    identities: Identities,
) -> None:
    producer = await new_producer(identities.certified("emulator"))

    await producer.stop()


async def test_an_event_on_a_topic_that_is_not_ours_stays_in_the_outbox(
    identities: Identities, postgres: Postgres
) -> None:
    """It is refused by the broker and kept, so that nothing is lost when the list is mended."""
    settings = identities.certified("orders", database=postgres.fresh_database("orders"))
    async with place(settings) as orders, orders.relaying():
        await orders.say(topics.PROVISIONING_COMPLETED, ProvisioningCompleted(order_id="o-1"))
        await asyncio.sleep(3)

        assert not await orders.is_said()


async def test_a_listener_that_may_not_read_starts_over_and_is_counted(
    identities: Identities, postgres: Postgres
) -> None:
    """Its alert is LoopStartsOver: a list that was not applied is not taken for silence."""
    settings = identities.certified("orders", database=postgres.fresh_database("orders"))
    counted = metrics.LOOP_FAILED.labels("listen")._value
    before = counted.get()

    async with place(settings) as orders, orders.listening(topics.USAGE_RECORDED):
        await comes_true(lambda: counted.get() > before)
