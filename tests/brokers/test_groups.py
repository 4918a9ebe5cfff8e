"""People see how far every group is and set it back, by a name of their own."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from aiokafka import AIOKafkaConsumer

from boss import topics
from brokers import doing
from brokers.identities import Identities
from kernel.clock import SystemClock
from launch import groups
from launch.access import OPERATIONS, group_of
from runtime.messaging.broker import new_producer
from runtime.messaging.kafka_security import connecting
from runtime.settings.service_settings import ServiceSettings

TOPIC = topics.ARREARS
GROUP = group_of("orders", TOPIC)


@pytest.fixture
def operations(identities: Identities, monkeypatch: pytest.MonkeyPatch) -> ServiceSettings:
    """Have this process be told who it is, as the pod bossctl-0 is."""
    settings = identities.certified(OPERATIONS)
    for name in ("", "_SECURITY_PROTOCOL", "_CA_FILE", "_CERTIFICATE_FILE", "_KEY_FILE"):
        monkeypatch.setenv(f"BOSS_KAFKA{name}", str(getattr(settings, f"kafka{name.lower()}")))
    return settings


async def say(settings: ServiceSettings, *records: bytes) -> None:
    producer = await new_producer(settings)
    try:
        for record in records:
            await producer.send_and_wait(TOPIC, record, partition=0)
    finally:
        await producer.stop()


async def shown(capsys: pytest.CaptureFixture[str], *words: str) -> list[str]:
    status = await asyncio.to_thread(groups.main, words)
    told = capsys.readouterr()
    assert status == 0, told.err
    return told.out.splitlines()


async def behind(capsys: pytest.CaptureFixture[str]) -> int:
    lines = await shown(capsys, "list")
    return next(int(line.split()[0]) for line in lines if line.endswith(GROUP))


async def test_a_group_is_set_back_to_a_moment_and_is_so_far_behind_then(
    administrator: ServiceSettings,
    operations: ServiceSettings,
    capsys: pytest.CaptureFixture[str],
) -> None:
    later = SystemClock().now() + timedelta(hours=1)
    await shown(capsys, "set-back", GROUP, "--to", later.isoformat())
    at_the_end = await behind(capsys)
    begun = SystemClock().now()
    await say(administrator, b"one", b"two")
    said_since = await behind(capsys)
    await shown(capsys, "set-back", GROUP, "--to", later.isoformat())
    again_at_the_end = await behind(capsys)

    await shown(capsys, "set-back", GROUP, "--to", begun.isoformat())

    assert (at_the_end, said_since, again_at_the_end, await behind(capsys)) == (0, 2, 0, 2)


async def test_all_partitions_are_well_and_nobody_is_in_a_group(
    administrator: ServiceSettings,
    operations: ServiceSettings,
    capsys: pytest.CaptureFixture[str],
) -> None:
    await doing.joined(administrator)

    assert await shown(capsys, "weak") == []
    assert await shown(capsys, "members", GROUP) == []
    assert len(await shown(capsys, "list")) == len(doing.ALL_GROUPS)


async def test_who_is_in_a_group_is_shown_and_a_group_with_somebody_in_it_stays_where_it_is(
    identities: Identities,
    operations: ServiceSettings,
    capsys: pytest.CaptureFixture[str],
) -> None:
    settings = identities.certified("orders")
    listening = AIOKafkaConsumer(
        TOPIC, **connecting(settings), group_id=GROUP, client_id="a listener"
    )
    await listening.start()
    try:
        (line,) = await shown(capsys, "members", GROUP)
        moved = await asyncio.to_thread(
            groups.main, ("set-back", GROUP, "--to", "2026-11-29T00:00:00+00:00")
        )
    finally:
        await listening.stop()

    assert line.startswith("a listener at ")
    assert f"{TOPIC}/0" in line
    assert moved == 1


async def test_who_operates_writes_nothing_and_changes_no_topic(
    operations: ServiceSettings,
) -> None:
    assert await doing.changed(operations) == set()
    assert await doing.joined(operations) == {group for group, _ in doing.ALL_GROUPS}
    with pytest.raises(doing.REFUSED):
        await say(operations, b"forged")


def test_a_moment_needs_its_offset(capsys: pytest.CaptureFixture[str]) -> None:
    local = datetime(2026, 11, 29, 8, tzinfo=UTC).replace(tzinfo=None).isoformat()

    with pytest.raises(SystemExit):
        groups.main(("set-back", GROUP, "--to", local))

    assert "--to" in capsys.readouterr().err
