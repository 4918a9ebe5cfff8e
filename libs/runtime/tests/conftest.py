"""A real PostgreSQL, a broker that speaks Kafka, and a few messages to say."""

import asyncio
import logging
import secrets
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import structlog
from google.protobuf import descriptor_pb2, descriptor_pool, message_factory

import launch.broker
import launch.postgres
from launch.broker import Broker
from launch.postgres import Postgres
from runtime.database.database import Database
from runtime.database.migrations import run_migrations
from runtime.settings.service_settings import ServiceSettings
from runtime.telemetry import tracing

PACKAGE = "boss.trial.v1"

sys.path.insert(0, str(Path(__file__).parent))


@dataclass(frozen=True)
class Words:
    """Messages of a service that is not there: a command, its answer, two events."""

    Greet: Any
    Greeted: Any
    Said: Any
    Unsaid: Any


@pytest.fixture(scope="session")
def words() -> Words:
    file = descriptor_pb2.FileDescriptorProto(
        name="boss/trial/v1/trial.proto", package=PACKAGE, syntax="proto3"
    )
    for name in ("Greet", "Greeted", "Said", "Unsaid"):
        message = file.message_type.add(name=name)
        for number, field in enumerate(("request_id", "order_id", "text"), start=1):
            message.field.add(
                name=field,
                number=number,
                type=descriptor_pb2.FieldDescriptorProto.TYPE_STRING,
                label=descriptor_pb2.FieldDescriptorProto.LABEL_OPTIONAL,
            )
    pool = descriptor_pool.Default()
    pool.Add(file) if hasattr(pool, "Add") else pool.AddSerializedFile(file.SerializeToString())
    classes = [
        message_factory.GetMessageClass(pool.FindMessageTypeByName(f"{PACKAGE}.{name}"))
        for name in ("Greet", "Greeted", "Said", "Unsaid")
    ]
    return Words(*classes)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    with launch.postgres.temporary() as server:
        yield server


@pytest.fixture
def broker() -> Iterator[Broker]:
    with launch.broker.temporary({}) as running:
        yield running


@pytest.fixture
def call_key(tmp_path: Path) -> Path:
    path = tmp_path / "call.key"
    path.write_bytes(secrets.token_hex(32).encode())
    return path


@pytest.fixture
def settings(postgres: Postgres, call_key: Path) -> ServiceSettings:
    """Knobs of a service with an empty, migrated database and no broker."""
    knobs = ServiceSettings(
        service="runtime",
        database_url=postgres.fresh_database("runtime"),
        kafka="127.0.0.1:1",
        embedded_broker=True,
        call_key_file=call_key,
        drain_seconds=2,
        log_format="console",
    )
    run_migrations(knobs, "runtime")
    return knobs


@pytest.fixture
async def database(settings: ServiceSettings) -> AsyncIterator[Database]:
    connected = Database.connect(settings.database_url, name="test")
    yield connected
    await connected.close()


@pytest.fixture(autouse=True)
def silence() -> Iterator[None]:
    """Leave no tracing behind, and no logs that go to where a test before this one listened."""
    yield
    tracing.use(None)
    structlog.reset_defaults()
    logging.basicConfig(handlers=[logging.NullHandler()], force=True)


Condition = Callable[[], Awaitable[bool]]


@pytest.fixture
def eventually() -> Callable[[Condition], Awaitable[None]]:
    """Wait until something comes true; fails after twenty seconds."""

    async def wait(condition: Condition, *, seconds: float = 20.0) -> None:
        async with asyncio.timeout(seconds):
            while not await condition():  # noqa: ASYNC110 - whatever it is, it has no event
                await asyncio.sleep(0.02)

    return wait
