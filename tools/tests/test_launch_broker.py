"""The embedded broker carries messages, in our process and in its own."""

import os
import signal
import socket
import sys
from pathlib import Path

import pytest
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer
from aiokafka.errors import KafkaError

from launch import broker
from launch.broker import Address, Broker
from launch.free_port import free_port
from launch.program import Program, Running
from launch.topic_list import topics_of
from launch.waiting import comes_true

TOPICS = """
topics:
  - {name: boss.order-completed.v1, key: subscriber, said_by: [orders], partitions: 24,
     messages: [boss.orders.v1.OrderCompleted], retention_hours: 24, compacted: false,
     listeners: [provisioning]}
  - {name: boss.audit.v1, key: actor, said_by: [orders], partitions: 3,
     messages: [boss.audit.v1.Seen], retention_hours: 24, compacted: false, listeners: []}
"""


@pytest.fixture
def topics(tmp_path: Path) -> Path:
    path = tmp_path / "topics.yaml"
    path.write_text(TOPICS)
    return path


async def say(bootstrap: str, topic: str, *values: bytes) -> None:
    async with AIOKafkaProducer(
        bootstrap_servers=bootstrap, enable_idempotence=True, request_timeout_ms=2000
    ) as producer:
        for value in values:
            await producer.send_and_wait(topic, value, key=b"anna")


async def hear(bootstrap: str, topic: str, *, count: int) -> list[bytes]:
    async with AIOKafkaConsumer(
        topic,
        bootstrap_servers=bootstrap,
        group_id=f"test.{topic}",
        auto_offset_reset="earliest",
        fetch_max_wait_ms=50,
    ) as consumer:
        return [(await consumer.getone()).value for _ in range(count)]


async def partitions(bootstrap: str, topic: str) -> int:
    async with AIOKafkaProducer(bootstrap_servers=bootstrap) as producer:
        return len(await producer.partitions_for(topic))


def test_topics_come_from_the_one_list(topics: Path) -> None:
    assert topics_of(topics) == {
        "boss.order-completed.v1": 12,
        "boss.order-completed.v1.provisioning.dlq": 1,
        "boss.audit.v1": 3,
    }


async def test_what_is_said_is_heard(topics: Path) -> None:
    with broker.temporary(topics) as started:
        await say(started.bootstrap, "boss.audit.v1", b"one", b"two")

        assert await hear(started.bootstrap, "boss.audit.v1", count=2) == [b"one", b"two"]


async def test_a_topic_has_its_partitions() -> None:
    with broker.temporary({"seven": 7}) as started:
        assert await partitions(started.bootstrap, "seven") == 7


async def test_a_broker_that_was_down_has_lost_nothing() -> None:
    with broker.temporary({"facts": 1}) as started:
        await say(started.bootstrap, "facts", b"before")
        started.go_down()
        with pytest.raises(KafkaError):
            await say(started.bootstrap, "facts", b"meanwhile")

        started.come_up()

        await say(started.bootstrap, "facts", b"after")
        assert await hear(started.bootstrap, "facts", count=2) == [b"before", b"after"]


async def test_a_broker_that_was_killed_comes_back_at_its_port(
    topics: Path, tmp_path: Path
) -> None:
    """Five kills with a client connected: what it leaves waiting does not keep the port."""
    port = free_port()
    for turn in range(5):
        told = tmp_path / f"{turn}.json"
        running = start_process(topics, told, "--port", str(port))
        try:
            assert comes_true(told.exists, within=20)
            assert Address.read(told).bootstrap == f"127.0.0.1:{port}"
            async with AIOKafkaProducer(bootstrap_servers=f"127.0.0.1:{port}") as producer:
                await producer.send_and_wait("boss.audit.v1", b"one")
                running.kill()
        finally:
            running.kill()


async def test_at_its_port_it_can_be_taken_down_and_up() -> None:
    port = free_port()
    with broker.temporary({"facts": 1}, port=port) as started:
        await say(started.bootstrap, "facts", b"before")
        started.go_down()
        with pytest.raises(KafkaError):
            await say(started.bootstrap, "facts", b"meanwhile")

        started.come_up()

        await say(started.bootstrap, "facts", b"after")
        assert started.bootstrap == f"127.0.0.1:{port}"
        assert await hear(started.bootstrap, "facts", count=2) == [b"before", b"after"]


def test_a_port_somebody_has_is_refused() -> None:
    with broker.temporary({}) as first, pytest.raises(OSError, match="in use"):
        Broker({}, port=int(first.bootstrap.rpartition(":")[2]))


def test_each_broker_is_another_one() -> None:
    with broker.temporary({}) as first, broker.temporary({}) as second:
        assert first.epoch != second.epoch
        assert first.bootstrap != second.bootstrap


async def test_as_a_process_it_tells_its_address_and_ends_when_told(
    topics: Path, tmp_path: Path
) -> None:
    told = tmp_path / "broker.json"
    running = start_process(topics, told)
    try:
        assert comes_true(told.exists, within=10)
        address = Address.read(told)

        await say(address.bootstrap, "boss.audit.v1", b"one")

        assert await hear(address.bootstrap, "boss.audit.v1", count=1) == [b"one"]
        assert await partitions(address.bootstrap, "boss.order-completed.v1") == 12
    finally:
        assert running.end(within=5)
    assert running.exit_code == 0


async def test_as_a_process_it_can_be_taken_down_and_up(topics: Path, tmp_path: Path) -> None:
    told = tmp_path / "broker.json"
    running = start_process(topics, told)
    try:
        assert comes_true(told.exists, within=10)
        address = Address.read(told)
        os.kill(running.pid, signal.SIGUSR1)
        assert comes_true(lambda: not listens(address.bootstrap), within=5)

        os.kill(running.pid, signal.SIGUSR2)

        assert comes_true(lambda: listens(address.bootstrap), within=5)
        assert await partitions(address.bootstrap, "boss.audit.v1") == 3
    finally:
        running.end(within=5)


def listens(bootstrap: str) -> bool:
    host, port = bootstrap.split(":")
    try:
        socket.create_connection((host, int(port)), timeout=1).close()
    except OSError:
        return False
    return True


def start_process(topics: Path, told: Path, *words: str) -> Running:
    return Program(
        name="broker",
        command=(sys.executable, "-m", "launch.broker",
                 "--topics", str(topics), "--address-file", str(told), *words),
        log=told.with_suffix(".log"),
        environment=os.environ,
    ).start()  # fmt: skip


def test_closing_twice_is_harmless() -> None:
    started = Broker({"facts": 1})

    started.close()
    started.close()
