"""Lanes: parts of a batch side by side, each key in its order, and what fails fails for itself."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_hearing import Listening, make_effects

from kernel.clock import SystemClock
from runtime.database.database import Database
from runtime.messaging.incoming import Record
from runtime.messaging.lanes import side_by_side, stripe


def record(key: str, place: int) -> Record:
    return Record("t", 0, place, SystemClock().now(), key, {}, b"")


@given(st.lists(st.text(max_size=3), max_size=30), st.integers(1, 4))
def test_every_record_is_handled_once_and_those_of_a_key_in_their_order(
    keys: list[str], lanes: int
) -> None:
    handled: list[Record] = []
    together: list[int] = []

    async def handle(part: Sequence[Record]) -> None:
        together.append(len(part))
        await asyncio.sleep(0)
        handled.extend(part)

    records = [record(key, place) for place, key in enumerate(keys)]
    asyncio.run(side_by_side(records, handle, lanes=lanes))

    assert sorted(one.offset for one in handled) == list(range(len(keys)))
    for key in keys:
        places = [one.offset for one in handled if one.key == key]
        assert places == sorted(places)
    assert len(together) <= lanes


async def test_they_are_at_work_at_the_same_time_and_count_in_rows_of_their_own() -> None:
    meeting = asyncio.Barrier(2)
    stripes = set()

    async def handle(part: Sequence[Record]) -> None:
        async with asyncio.timeout(5):
            await meeting.wait()
        stripes.add(stripe())

    records = [record(str(number), number) for number in range(20)]
    await side_by_side(records, handle, lanes=2)

    assert len(stripes) == 2


async def test_what_one_raises_is_raised_when_the_others_have_ended() -> None:
    ended = []

    async def handle(part: Sequence[Record]) -> None:
        if any(one.key == "0" for one in part):
            raise ConnectionError("gone")
        await asyncio.sleep(0)
        ended.append(len(part))

    records = [record(str(number), number) for number in range(20)]
    with pytest.raises(ConnectionError, match="gone"):
        await side_by_side(records, handle, lanes=2)

    assert len(ended) == 1


async def test_a_lane_that_fails_parks_its_own_and_all_others_are_heard(
    database: Database, words: object
) -> None:
    await make_effects(database)
    listening = Listening(database, words)
    listening.hearing.listener = replace(listening.hearing.listener, lanes=2)
    listening.always_fails("k3 b")
    said = [f"k{key} {text}" for text in "abc" for key in range(8)]

    batch = [listening.record(one.split()[0], one) for one in said]
    await listening.hear(*batch)
    await listening.hear(*batch)

    assert sorted(await listening.effects()) == sorted(set(said) - {"k3 b", "k3 c"})
    assert await listening.parked() == [("k3 b", False), ("k3 c", True)]
    for key in range(8):
        own = [one for one in await listening.effects() if one.startswith(f"k{key} ")]
        assert own == sorted(own)
