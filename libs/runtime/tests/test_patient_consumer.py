"""A consumer with records in hand gives them, and tells when it gets no more."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition
from aiokafka.errors import KafkaError

from launch.broker import Broker
from runtime.messaging import patient_consumer
from runtime.messaging.bell import Bell, bell_of
from runtime.messaging.patient_consumer import PatientConsumer, lag_of
from runtime.settings.service_settings import ServiceSettings

TOPIC = "boss.said.v1"
IN_HAND = {TopicPartition(TOPIC, 0): ["the first record"]}


async def broken(*_: Any, **__: Any) -> Any:
    raise KafkaError("the fetch failed")


async def rebalancing(*_: Any, **__: Any) -> Any:
    """Wait for a group that is divided anew, as aiokafka does however short the time-out is."""
    await asyncio.Event().wait()


@pytest.mark.parametrize("more", [broken, rebalancing])
async def test_records_in_hand_do_not_wait_for_more_and_are_not_passed_over(
    more: Callable[..., Awaitable[Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever was told of an error instead would acknowledge them with the next ones, unheard."""
    in_hand = [dict(IN_HAND)]

    async def one_by_one(*_: Any, **__: Any) -> Any:
        return in_hand.pop() if in_hand else await more()

    async def lags(_: Any) -> int:
        return 7

    monkeypatch.setattr(AIOKafkaConsumer, "getmany", one_by_one)
    monkeypatch.setattr(patient_consumer, "lag_of", lags)
    consumer = PatientConsumer(TOPIC)
    try:
        async with asyncio.timeout(5):
            assert await consumer.getmany(max_records=500) == IN_HAND
    finally:
        consumer._closed = True


async def test_what_broke_while_records_were_in_hand_is_raised_to_who_has_none(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Some errors are told once: an authorization that was taken away, a part that failed."""
    answers: list[Any] = [dict(IN_HAND), KafkaError("taken away"), dict(IN_HAND), {}]

    async def one_by_one(*_: Any, **__: Any) -> Any:
        answer = answers.pop(0)
        if isinstance(answer, KafkaError):
            raise answer
        return answer

    async def lags(_: Any) -> int:
        return len(answers)

    monkeypatch.setattr(AIOKafkaConsumer, "getmany", one_by_one)
    monkeypatch.setattr(patient_consumer, "lag_of", lags)
    consumer = PatientConsumer(TOPIC)
    try:
        assert await consumer.getmany() == IN_HAND
        with pytest.raises(KafkaError, match="taken away"):
            await consumer.getmany()
        assert await consumer.getmany() == IN_HAND
    finally:
        consumer._closed = True


@pytest.fixture
async def consumer(broker: Broker) -> AsyncIterator[PatientConsumer]:
    broker.create_topic(TOPIC, partitions=1)
    consumer = PatientConsumer(
        TOPIC, bootstrap_servers=broker.bootstrap, group_id="trial", enable_auto_commit=False
    )
    assert not consumer.is_alive()
    await consumer.start()
    yield consumer
    await consumer.stop()


@pytest.mark.parametrize("part", ["_heartbeat_task", "_commit_refresh_task"])
async def test_a_consumer_of_which_a_part_has_failed_for_ever_is_not_alive(
    part: str, consumer: PatientConsumer
) -> None:
    assert consumer.is_alive()
    whole = getattr(consumer._coordinator, part)
    failed = asyncio.ensure_future(broken())
    await asyncio.wait([failed])

    setattr(consumer._coordinator, part, failed)

    assert not consumer.is_alive()
    setattr(consumer._coordinator, part, whole)


async def test_a_consumer_whose_fetching_ended_is_not_alive(consumer: PatientConsumer) -> None:
    consumer._fetcher._fetch_task.cancel()
    await asyncio.wait([consumer._fetcher._fetch_task])

    assert not consumer.is_alive()


class Resting(PatientConsumer):
    """Tells when it rests."""

    def __init__(self, *topics: str, **options: Any) -> None:
        super().__init__(*topics, **options)
        self.rests = asyncio.Event()

    def pause(self, *partitions: TopicPartition) -> None:
        super().pause(*partitions)
        self.rests.set()


@pytest.fixture
async def bell(broker: Broker, settings: ServiceSettings) -> AsyncIterator[Bell]:
    async with bell_of(settings.model_copy(update={"kafka": broker.bootstrap})) as opened:
        assert opened is not None
        yield opened


Rests = Callable[..., Awaitable[Resting]]


@pytest.fixture
async def rests(
    broker: Broker, bell: Bell, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Rests]:
    """Start one that rests as soon as it is asked, so many milliseconds."""
    monkeypatch.setattr(patient_consumer, "QUIET_SECONDS", 0.0)
    broker.create_topic(TOPIC, partitions=2)
    started: list[Resting] = []

    async def start(*, rest_ms: int) -> Resting:
        consumer = Resting(
            TOPIC, bootstrap_servers=broker.bootstrap, auto_offset_reset="earliest",
            fetch_max_wait_ms=50, rest_ms=rest_ms, bell=bell,
        )  # fmt: skip
        started.append(consumer)
        await consumer.start()
        return consumer

    yield start
    for consumer in started:
        await consumer.stop()


async def test_a_lag_is_what_was_told_and_not_taken_yet(
    consumer: PatientConsumer, broker: Broker
) -> None:
    producer = AIOKafkaProducer(bootstrap_servers=broker.bootstrap)
    await producer.start()
    for _ in range(5):
        await producer.send_and_wait(TOPIC, b"said")
    await producer.stop()

    async with asyncio.timeout(20):
        taken, lag = 0, 0
        while taken < 5:
            before = lag
            taken += sum(map(len, (await consumer.getmany(max_records=1)).values()))
            lag = await lag_of(consumer)
            assert lag <= 5 - taken

    assert (before, lag) == (1, 0)


async def test_who_rests_is_woken_by_a_ring_for_its_topic_alone(
    rests: Rests, broker: Broker, settings: ServiceSettings
) -> None:
    resting = await rests(rest_ms=600_000)
    waiting = asyncio.ensure_future(resting.getmany())
    producer = AIOKafkaProducer(bootstrap_servers=broker.bootstrap)
    await producer.start()
    async with (
        asyncio.timeout(20),
        bell_of(settings.model_copy(update={"kafka": broker.bootstrap})) as others,
    ):
        await resting.rests.wait()
        await producer.send_and_wait(TOPIC, b"said", partition=1)
        assert others is not None
        others.ring(["boss.something-else.v1"])
        await asyncio.sleep(0.2)
        before = waiting.done()
        others.ring(["boss.something-else.v1", TOPIC])
        got = await waiting
    await producer.stop()

    assert not before
    assert values(got) == [b"said"]


async def test_a_ring_that_comes_before_the_rest_is_not_lost(bell: Bell) -> None:
    await bell.wait([TOPIC], seconds=0.0)
    bell.ring([TOPIC])
    await asyncio.sleep(0.2)

    async with asyncio.timeout(5):
        await bell.wait([TOPIC], seconds=600.0)


async def test_who_rests_fetches_nothing_meanwhile_and_gets_what_came(
    rests: Rests, broker: Broker
) -> None:
    resting = await rests(rest_ms=100)
    waiting = asyncio.ensure_future(resting.getmany())
    async with asyncio.timeout(5):
        await resting.rests.wait()
    paused = resting.paused()
    producer = AIOKafkaProducer(bootstrap_servers=broker.bootstrap)
    await producer.start()
    for partition in range(2):
        await producer.send_and_wait(TOPIC, b"said", partition=partition)
    await producer.stop()

    async with asyncio.timeout(5):
        got = values(await waiting)
        while len(got) < 2:
            got += values(await resting.getmany())

    assert paused == resting.assignment()
    assert got == [b"said", b"said"]
    assert resting.paused() == set()


async def test_who_is_called_away_from_a_rest_leaves_no_partition_paused(rests: Rests) -> None:
    resting = await rests(rest_ms=600_000)
    waiting = asyncio.ensure_future(resting.getmany())
    async with asyncio.timeout(5):
        await resting.rests.wait()

    waiting.cancel()
    await asyncio.wait([waiting])

    assert resting.paused() == set()


def values(found: dict[Any, list[Any]]) -> list[bytes]:
    return [record.value for records in found.values() for record in records]
