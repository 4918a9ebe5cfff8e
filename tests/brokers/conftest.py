"""One Apache Kafka for all tests here, with every topic and every access list of this release."""

import asyncio
import os
import secrets
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from confluent_kafka.admin import AdminClient

import launch.postgres
from boss.topics import ARREARS
from brokers.apache import Apache, running
from brokers.identities import PASSWORDS, Identities
from brokers.programs import Missing, programs
from launch import create_access
from launch.create_topics import create as create_topics
from launch.librdkafka import librdkafka
from launch.postgres import Postgres
from launch.waiting import comes_true
from runtime.settings.service_settings import ServiceSettings

HERE = Path(__file__).parent
MUST = "BOSS_KAFKA_TESTS"
"""Set to `required` where a machine without Java is a fault, not a reason to go on without."""


def pytest_collection_modifyitems(items: Sequence[pytest.Item]) -> None:
    """Leave out what needs Apache Kafka where that cannot be started, and say why."""
    ours = [test for test in items if test.path.parent == HERE]
    if not ours:
        return
    try:
        programs()
    except Missing as why:
        if os.environ.get(MUST) == "required":
            raise
        for test in ours:
            test.add_marker(pytest.mark.skip(reason=f"Apache Kafka is not started here: {why}"))


@pytest.fixture(scope="session")
def apache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Apache]:
    with running(tmp_path_factory.mktemp("kafka"), programs(), passwords=PASSWORDS) as broker:
        yield broker


@pytest.fixture(scope="session")
def identities(apache: Apache, tmp_path_factory: pytest.TempPathFactory) -> Identities:
    """Make topics and access lists, once, as the administrator."""
    folder = tmp_path_factory.mktemp("identities")
    call_key = folder / "call.key"
    call_key.write_text(secrets.token_hex(32))
    made = Identities(apache, folder, call_key)
    administrator = made.administrator()
    asyncio.run(create_topics(administrator, replicas=1, within=30))
    for principal in (create_access.CERTIFICATES, create_access.PASSWORDS):
        create_access.create(administrator, principal=principal, within=30)
    last = AdminClient(librdkafka(made.signed_in("orders")))
    # Brokers are told of a list after it was made.
    assert comes_true(lambda: _knows(last), within=15)
    return made


def _knows(admin: AdminClient) -> bool:
    """Tell whether somebody who may see a topic does."""
    return admin.list_topics(ARREARS, timeout=10).topics[ARREARS].error is None


@pytest.fixture(scope="session")
def administrator(identities: Identities) -> ServiceSettings:
    return identities.administrator()


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    with launch.postgres.temporary() as server:
        yield server
