"""Those who lean on the servers all the time, each in its own way: what it raises is noted."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import count

from aiokafka import AIOKafkaConsumer
from aiokafka.structs import TopicPartition

from kernel.clock import monotonic
from launch.free_port import LOOPBACK
from outages.findings import Findings
from outages.ground import BESIDE, PASSWORD, TOPIC, USER, Ground
from provisioning.elements.hlr.clients.sessions import (
    Account,
    NoSession,
    SessionBroken,
    SessionPool,
)
from provisioning.elements.hlr.wire.mml import statement
from provisioning.elements.serving_node.clients import GsupLink, LinkDown, Node
from provisioning.elements.serving_node.wire import gsup
from runtime.database.connection import Connection
from runtime.database.database import Database
from runtime.messaging.broker import identity_of, new_producer, pace_of
from runtime.messaging.relay_store import RelayStore
from runtime.operations.quiet import Stillness
from runtime.settings.service_settings import ServiceSettings

Act = Callable[[], Awaitable[None]]
Cast = tuple[str, str, Act, int]
"""What it leans on, its name, what it does, and how many of it there are."""
PAUSE, BREATH = 0.05, 0.02
"""Seconds after an error, and after it went well: the machine is to have time for the others."""
NOBODY = "460009999999999"
ROWS = "SELECT n, repeat('x', 200) FROM generate_series(1, 500) AS n"
ANSWER_SECONDS = 2.0


@dataclass(slots=True)
class Caller:
    """Does one thing again and again."""

    leans_on: str
    name: str
    act: Act
    findings: Findings
    well: float = 0.0
    """When it last went well."""

    async def run(self) -> None:
        while True:
            try:
                await self.act()
                self.well = monotonic()
                await asyncio.sleep(BREATH)
            except asyncio.CancelledError as cancelled:
                task = asyncio.current_task()
                if task is None or task.cancelling():
                    raise
                self.findings.note(self.leans_on, self.name, cancelled)
            except Exception as error:
                self.findings.note(self.leans_on, self.name, error)
                await asyncio.sleep(PAUSE)


class Seats:
    """Room for every session."""

    def __init__(self) -> None:
        self._numbers = count()

    async def claim(self) -> int | None:
        return next(self._numbers)

    async def renew(self) -> frozenset[int]:
        return frozenset()

    async def leave(self, seat: int) -> None:
        return None


def actors(ground: Ground, findings: Findings) -> Sequence[Caller]:
    """Return all of them."""
    database = Database.connect(ground.settings.database_url, name="actors")
    made = (
        *_of_the_database(ground.settings, database),
        *_of_the_broker(ground.settings, database),
        *_of_the_element(ground),
    )
    return [
        Caller(leans_on, name, act, findings)
        for leans_on, name, act, number in made
        for _ in range(number)
    ]


def _of_the_database(settings: ServiceSettings, database: Database) -> Sequence[Cast]:
    async def transaction() -> None:
        async with database.transaction() as connection:
            await connection.exec_driver_sql("INSERT INTO written DEFAULT VALUES")
            await connection.exec_driver_sql("SELECT pg_sleep(0.003)")

    async def read() -> None:
        async with database.reading() as connection:
            await connection.exec_driver_sql(ROWS)

    async def connect() -> None:
        connection = await Connection.open(settings.database_url, seconds=5, server_settings={})
        await connection.close()

    async def relay() -> None:
        async with RelayStore.connect(settings.database_url) as store:
            for _ in range(5):
                await store.waiting(10)
                await store.acknowledge([])
                await store.measure()

    return (
        ("database", "a transaction", transaction, 3),
        ("database", "reading rows", read, 2),
        ("database", "connecting", connect, 2),
        ("database", "the relay's statements", relay, 1),
    )


def _of_the_broker(settings: ServiceSettings, database: Database) -> Sequence[Cast]:
    stillness = Stillness(settings, database, topics=[TOPIC], works=[])

    async def produce() -> None:
        producer = await new_producer(settings)
        try:
            for number in range(20):
                await producer.send_and_wait(BESIDE, f"{number}".encode(), partition=0)
        finally:
            await producer.stop()

    async def identify() -> None:
        await identity_of(settings)

    async def look() -> None:
        await stillness.look()

    return (
        ("broker", "sending", produce, 2),
        ("broker", "consuming", partial(_consume, settings), 1),
        ("broker", "asking which broker it is", identify, 1),
        ("loop", "asking whether it is quiet", look, 1),
    )


def _of_the_element(ground: Ground) -> Sequence[Cast]:
    account = Account(LOOPBACK, ground.ports["mml"], USER, PASSWORD, command_seconds=ANSWER_SECONDS)
    pool = SessionPool(account, Seats(), most=4)
    link = GsupLink(Node(LOOPBACK, ground.ports["gsup"], "BOSS-OUTAGES", ANSWER_SECONDS))

    async def command() -> None:
        async with pool.session() as session:
            for _ in range(10):
                await session.tell(statement("SHK HAND"))

    async def ask() -> None:
        await link.ask(gsup.send_auth_info(NOBODY))

    return (
        ("element", "commanding (MML)", _not_in_our_words(command), 3),
        ("element", "asking (GSUP)", _not_in_our_words(ask), 1),
    )


def _not_in_our_words(act: Act) -> Act:
    """Raise what an error of ours was raised from: our own words are told by their clients."""

    async def acting() -> None:
        try:
            await act()
        except (NoSession, SessionBroken, LinkDown) as problem:
            if problem.__cause__ is None:
                return await asyncio.sleep(PAUSE)
            raise problem.__cause__ from None

    return acting


async def _consume(settings: ServiceSettings) -> None:
    consumer = AIOKafkaConsumer(
        BESIDE,
        bootstrap_servers=settings.kafka,
        group_id=BESIDE,
        enable_auto_commit=False,
        session_timeout_ms=pace_of(settings).session,
        heartbeat_interval_ms=pace_of(settings).heartbeat,
        request_timeout_ms=5_000,
    )
    try:
        await consumer.start()
        for _ in range(5):
            await consumer.getmany(timeout_ms=50, max_records=100)
            await consumer.commit()
            await consumer.end_offsets([TopicPartition(BESIDE, 0)])
    finally:
        await consumer.stop()
