"""A listener killed (kill -9) at the worst moments: the effect is there once all the same."""

import asyncio
import os
import sys
from collections.abc import Awaitable, Callable

import pytest

from boss.runtime.v1.operations_pb2 import Span
from kernel.clock import SystemClock
from launch.broker import Broker
from runtime.database.database import Database
from runtime.messaging.outbox import Outbox, Outgoing
from runtime.messaging.relay import Relay
from runtime.settings.service_settings import ServiceSettings

TOPIC = "boss.said.v1"
Eventually = Callable[[Callable[[], Awaitable[bool]]], Awaitable[None]]
LISTENER = """
import asyncio, os, signal, sys
from boss.runtime.v1.operations_pb2 import Span
from runtime.messaging.copies import Copies
from runtime.database.database import Database
from runtime.messaging.handling import MessageHandler
from runtime.messaging.listener import Listener
from runtime.messaging.outbox import Outbox
from runtime.settings.service_settings import ServiceSettings
from runtime.messaging.consumer import Consumer

settings, dies = ServiceSettings(), sys.argv[1]
database = Database.connect(settings.database_url, name="listener")

def die():
    os.kill(os.getpid(), signal.SIGKILL)

async def hear(heard):
    async with database.transaction() as connection:
        for each in heard:
            await connection.exec_driver_sql("INSERT INTO effect VALUES ($1)", (each.message.name,))
    if dies == "before":
        die()
    if dies == "after":
        database.after_commit(die)

async def main():
    copies = Copies(Outbox(database), service=settings.service)
    handler = MessageHandler(
        Listener("boss.said.v1", {Span: hear}), database=database, copies=copies)
    await Consumer(settings, [handler]).run()

asyncio.run(main())
"""


async def listener(dies: str, settings: ServiceSettings) -> asyncio.subprocess.Process:
    knobs = {
        "BOSS_SERVICE": settings.service,
        "BOSS_DATABASE_URL": settings.database_url,
        "BOSS_KAFKA": settings.kafka,
        "BOSS_EMBEDDED_BROKER": "true",
        "BOSS_CALL_KEY_FILE": str(settings.call_key_file),
    }
    return await asyncio.create_subprocess_exec(
        sys.executable, "-c", LISTENER, dies, env={"PATH": os.environ["PATH"], **knobs}
    )


@pytest.mark.parametrize("moment", ["before", "after"])
async def test_a_listener_killed_around_its_commit_has_its_effect_once(
    moment: str,
    settings: ServiceSettings,
    database: Database,
    broker: Broker,
    eventually: Eventually,
) -> None:
    broker.create_topic(TOPIC, partitions=2)
    settings = settings.model_copy(update={"kafka": broker.bootstrap})
    outbox = Outbox(database)
    relay = Relay(settings, outbox)
    relaying = asyncio.create_task(relay.run())
    async with database.transaction() as connection:
        await connection.exec_driver_sql("CREATE TABLE effect (name text)")
        said = [Outgoing(TOPIC, name, Span(name=name)) for name in ("Anna", "Boris")]
        await outbox.put(connection, said, now=SystemClock().now())

    killed = await listener(moment, settings)
    assert await killed.wait() == -9
    survivor = await listener("never", settings)

    async def all_is_heard() -> bool:
        async with database.reading() as connection:
            totals = (
                await connection.exec_driver_sql("SELECT kind, total FROM hand_over_total")
            ).all()
        counted = {row.kind: row.total for row in totals}
        return counted.get("heard") == 2 and (moment == "before" or "duplicate" in counted)

    await eventually(all_is_heard)
    survivor.terminate()
    await survivor.wait()
    relay.stop()
    await relaying

    async with database.reading() as connection:
        effects = (
            await connection.exec_driver_sql("SELECT name FROM effect ORDER BY name")
        ).scalars()
    assert list(effects) == ["Anna", "Boris"]
