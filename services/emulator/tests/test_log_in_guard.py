"""Guessing and flooding at the doors of elements."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from pretend_network import PASSWORD, PretendNetwork

from emulator.doors.mml.edge.log_in_guard import LogInGuard, LogInRules
from emulator.doors.tcp_door import DoorLimits, TcpDoor, received
from emulator.faults.domain.element_error import CommandRefused, ElementError


async def test_three_wrong_passwords_end_a_connection_and_each_answer_is_slower(
    network: PretendNetwork,
) -> None:
    guesser, loop, waits = await network.operator_at_the_door(), asyncio.get_running_loop(), []
    for guess in range(3):
        began = loop.time()
        assert (await guesser.log_in(password=f"guess {guess}")).code == "ERR3011"
        waits.append(loop.time() - began)

    async with asyncio.timeout(5):
        assert await guesser.reader.read() == b""
    assert waits[0] >= 0.25
    assert waits[1] >= 0.5
    assert waits[2] >= 1.0
    assert (await (await network.operator_at_the_door()).log_in(password=PASSWORD)).is_done


async def test_what_is_guessed_at_once_is_not_looked_at(network: PretendNetwork) -> None:
    guesser = await network.operator_at_the_door()
    guesser.writer.write(b"".join(b'LGI:OPNAME="boss",PWD="%d";' % n for n in range(2000)))

    async with asyncio.timeout(20):
        answers = await _all(guesser.reader, of=2000)

    assert answers.count(b"ERR3011") <= 3


async def _all(reader: asyncio.StreamReader, *, of: int) -> bytes:
    said = b""
    while said.count(b"---    END") < of and (octets := await reader.read(65_536)):
        said += octets
    return said


def test_an_address_that_guesses_waits_longer_each_time_whatever_it_guesses() -> None:
    now, locks = 0.0, []
    guard = LogInGuard(LogInRules(), clock=lambda: now)
    for _ in range(4):
        for _ in range(10):
            guard.check("a")
            guard.wrong("a", of_connection=0)
        with pytest.raises(CommandRefused) as refused:
            guard.check("a")
        assert refused.value.error is ElementError.LOG_INS_LOCKED
        guard.check("b")
        began = now
        while True:
            now += 1.0
            try:
                guard.check("a")
                break
            except CommandRefused:
                continue
        locks.append(now - began)

    assert locks == [60, 120, 240, 480]


def test_who_guesses_from_beside_the_operator_does_not_lock_the_operator_out() -> None:
    guard = LogInGuard(clock=lambda: 0.0)
    guard.right("a")
    for _ in range(100):
        guard.wrong("a", of_connection=0)

    guard.check("a")


@asynccontextmanager
async def door(limits: DoorLimits) -> AsyncIterator[int]:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while await received(reader, seconds=limits.silence_seconds):
            pass

    opened = TcpDoor(talk, host="127.0.0.1", port=0, limits=limits)
    task = asyncio.create_task(opened.run())
    yield await opened.port()
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


async def ended(reader: asyncio.StreamReader) -> None:
    async with asyncio.timeout(5):
        assert await reader.read() == b""


async def test_a_connection_that_is_silent_is_ended() -> None:
    async with door(DoorLimits(silence_seconds=0.1)) as port:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        await ended(reader)
        writer.close()


@pytest.mark.parametrize("limits", [DoorLimits(connections=2), DoorLimits(of_address=2)])
async def test_one_connection_too_many_is_ended_at_once(limits: DoorLimits) -> None:
    async with door(limits) as port:
        first = [await asyncio.open_connection("127.0.0.1", port) for _ in range(2)]
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        await ended(reader)
        first.pop()[1].close()
        await asyncio.sleep(0.1)
        other, another = await asyncio.open_connection("127.0.0.1", port)
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.3):
                await other.read()
        for each in (writer, another, *(one for _, one in first)):
            each.close()


async def test_a_stranger_who_drips_octets_is_ended_all_the_same(network: PretendNetwork) -> None:
    hasty = network.settings.model_copy(update={"element_first_seconds": 0.5})
    async with PretendNetwork(network.database, hasty) as impatient:
        stranger = await impatient.operator_at_the_door()

        async def drip() -> None:
            while True:
                stranger.writer.write(b"L")
                await asyncio.sleep(0.05)

        dripping = asyncio.create_task(drip())
        await ended(stranger.reader)
        dripping.cancel()
