"""Listeners of a real group join, leave and freeze while events are said: none waits for long."""

import asyncio
import random
import threading
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field

from boss import topics
from boss.provisioning.v1.events_pb2 import ProvisioningCompleted
from brokers.identities import Identities
from kernel.clock import SystemClock, monotonic
from launch.postgres import Postgres
from launch.waiting import comes_true
from runtime.database.database import Database
from runtime.database.migrations import run_migrations
from runtime.messaging.broker import REAL
from runtime.messaging.consumer import Consumer
from runtime.messaging.copies import Copies
from runtime.messaging.handling import MessageHandler
from runtime.messaging.listener import Listener, Received
from runtime.messaging.outbox import Outbox, Outgoing
from runtime.messaging.relay import Relay
from runtime.settings.service_settings import ServiceSettings

TOPIC = topics.PROVISIONING_COMPLETED
COMINGS, PAUSES = 12, (0.2, 1.0, 3.0)
MOST = 4
"""Listeners at once."""
SESSION = REAL.session / 1000
SOON = REAL.heartbeat / 1000 + 4
"""Seconds: members hear with their next heartbeat that a group is divided anew."""
JOINED = 20


@dataclass
class Waits:
    """When each event was said, and how long it took until it was heard first."""

    said: dict[str, float] = field(default_factory=dict)
    heard: dict[str, float] = field(default_factory=dict)

    async def hear(self, heard: Sequence[Received]) -> None:
        for each in heard:
            name = each.message.order_id
            self.heard.setdefault(name, monotonic() - self.said.get(name, monotonic()))

    def longest(self) -> float:
        return max(self.heard.values())


@asynccontextmanager
async def saying(settings: ServiceSettings, waits: Waits) -> AsyncIterator[None]:
    """Say ten events a second, each about another subscriber; at the end wait for all of them."""
    await asyncio.to_thread(run_migrations, settings, "runtime")
    database = Database.connect(settings.database_url, name="says")
    outbox, over = Outbox(database), asyncio.Event()
    relay = Relay(settings, outbox)

    async def say() -> None:
        while not over.is_set():
            name = f"o-{len(waits.said)}"
            event = ProvisioningCompleted(order_id=name)
            async with database.transaction() as connection:
                waits.said[name] = monotonic()
                await outbox.put(
                    connection, [Outgoing(TOPIC, name, event)], now=SystemClock().now()
                )
            await asyncio.sleep(0.1)

    relaying, talking = asyncio.create_task(relay.run()), asyncio.create_task(say())
    try:
        yield
        over.set()
        await talking
        async with asyncio.timeout(2 * SESSION + SOON):
            while len(waits.heard) < len(waits.said):  # noqa: ASYNC110 - no event for it
                await asyncio.sleep(0.1)
    finally:
        talking.cancel()
        relay.stop()
        await relaying
        await database.close()


async def listen(settings: ServiceSettings, waits: Waits, told: list[Consumer]) -> None:
    """Listen as one pod does until told to stop."""
    database = Database.connect(settings.database_url, name="hears")
    copies = Copies(Outbox(database), service=settings.service)
    listener = Listener(TOPIC, {ProvisioningCompleted: waits.hear})
    told.append(Consumer(settings, [MessageHandler(listener, database=database, copies=copies)]))
    try:
        await told[-1].run()
    finally:
        await database.close()


async def test_nobody_waits_long_while_listeners_join_and_leave(
    identities: Identities, postgres: Postgres
) -> None:
    speaking = identities.certified("provisioning", database=postgres.fresh_database("says"))
    hearing = identities.certified("orders", database=postgres.fresh_database("hears"))
    await asyncio.to_thread(run_migrations, hearing, "runtime")
    chance, waits = random.Random(9), Waits()  # noqa: S311 - the same in every run
    consumer: list[Consumer] = []
    running = [asyncio.create_task(listen(hearing, waits, consumer))]
    await joined(consumer)

    async with saying(speaking, waits):
        for _ in range(COMINGS):
            if len(consumer) == 1 or (len(consumer) < MOST and chance.random() < 0.5):
                running.append(asyncio.create_task(listen(hearing, waits, consumer)))
                await asyncio.sleep(0)
            else:
                consumer.pop(chance.randrange(len(consumer))).stop()
            await asyncio.sleep(chance.choice(PAUSES))
    for each in consumer:
        each.stop()
    await asyncio.gather(*running)

    assert waits.longest() < SOON


async def test_a_listener_that_freezes_is_waited_for_a_session_and_no_longer(
    identities: Identities, postgres: Postgres
) -> None:
    speaking = identities.certified("provisioning", database=postgres.fresh_database("says"))
    hearing = identities.certified("orders", database=postgres.fresh_database("hears"))
    await asyncio.to_thread(run_migrations, hearing, "runtime")
    waits = Waits()
    consumer: list[Consumer] = []
    running = asyncio.create_task(listen(hearing, waits, consumer))
    await joined(consumer)

    async with saying(speaking, waits):
        await asyncio.to_thread(join_and_freeze, hearing, waits)
        await asyncio.sleep(SESSION)
    consumer[0].stop()
    await running

    assert waits.longest() < SESSION + SOON


def join_and_freeze(settings: ServiceSettings, waits: Waits) -> None:
    """Have a listener join from a loop of its own, and stop that loop without a word."""
    loop = asyncio.new_event_loop()
    consumer: list[Consumer] = []

    def live() -> None:
        with suppress(RuntimeError):  # what a loop says that is stopped with work left
            loop.run_until_complete(listen(settings, waits, consumer))

    pod = threading.Thread(target=live, daemon=True)
    pod.start()
    comes_true(lambda: bool(consumer) and consumer[0].are_up, within=JOINED)
    loop.call_soon_threadsafe(loop.stop)
    pod.join()


async def joined(consumer: list[Consumer]) -> None:
    async with asyncio.timeout(JOINED):
        while not consumer or not all(each.are_up for each in consumer):  # noqa: ASYNC110 - a flag
            await asyncio.sleep(0.05)
