"""Many events of one kind share a row of the outbox, and are said one by one all the same."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_events import TOPIC, Host, host, is_empty, is_true

from kernel.clock import SystemClock
from runtime.messaging.listener import Received
from runtime.messaging.outbox import LARGEST_PACK, SMALLEST_PACK, Outgoing, packed
from runtime.messaging.packs import pack, unpack
from runtime.messaging.relay_store import RelayStore, events_of

__all__ = ["host"]
Eventually = Callable[[Callable[[], Awaitable[bool]]], Awaitable[None]]


async def say(host: Host, *said: tuple[str, Any]) -> None:
    async with host.database.transaction() as connection:
        outgoing = [Outgoing(TOPIC, key, message) for key, message in said]
        await host.outbox.put(connection, outgoing, now=SystemClock().now())


def many(host: Host, number: int, *, key: str = "") -> list[tuple[str, Any]]:
    return [(key or f"key {at % 7}", host.words.Said(text=f"{at}")) for at in range(number)]


async def test_a_pack_is_heard_event_by_event_in_order_and_counted(
    host: Host,
    eventually: Eventually,
) -> None:
    number = LARGEST_PACK + SMALLEST_PACK
    async with host.relaying(), host.listening():
        await say(host, *many(host, number))
        await say(host, *many(host, 3, key="alone"))
        await eventually(lambda: is_true(len(host.heard) >= number + 3))
        await eventually(lambda: is_empty(host, "outbox"))

    for key in {key for key, _ in host.heard} - {"alone"}:
        assert [text for each, text in host.heard if each == key] == [
            text.text for each, text in many(host, number) if each == key
        ]
    assert [text for each, text in host.heard if each == "alone"] == ["0", "1", "2"]
    totals = await host.rows("SELECT kind, total FROM hand_over_total ORDER BY kind")
    assert totals == [("heard", number + 3), ("said", number + 3)]
    assert await host.rows("SELECT events FROM outbox_sent ORDER BY id") == [
        (LARGEST_PACK,), (SMALLEST_PACK,), (1,), (1,), (1,),
    ]  # fmt: skip


async def test_every_event_of_a_pack_has_an_id_of_its_own(
    host: Host, eventually: Eventually
) -> None:
    heard: list[Received] = []

    async def hear(batch: Sequence[Received]) -> None:
        heard.extend(batch)

    async with host.relaying(), host.listening(hear):
        await say(host, *many(host, 20))
        await eventually(lambda: is_true(len(heard) >= 20))

    said = await host.rows("SELECT event_id::text, key FROM said_event") or await host.rows(
        "SELECT e.event_id::text, e.key FROM outbox_sent, unpacked(pack) AS e"
    )
    assert len({UUID(one.id) for one in heard}) == 20
    assert {(one.id, one.key) for one in heard} == set(said)


async def test_every_event_of_a_pack_is_about_its_key(host: Host) -> None:
    await say(host, *many(host, 20))
    async with RelayStore.connect(host.settings.database_url) as store:
        (row,) = await store.waiting(500)

    keys = [key for key, _ in many(host, 20)]
    assert [(one["key"], one["subject"]) for one in events_of(row)] == [(key, key) for key in keys]


async def test_another_broker_is_sent_the_packs_of_the_day_again(
    host: Host,
    eventually: Eventually,
) -> None:
    async with host.relaying():
        await say(host, *many(host, 30))
        await eventually(lambda: is_empty(host, "outbox"))
    host.settings = host.settings.model_copy(update={"broker_epoch": "another"})

    async with host.relaying(), host.listening():
        await eventually(lambda: is_duplicated(host, 30))

    assert len(host.heard) == 30


async def is_duplicated(host: Host, number: int) -> bool:
    rows = await host.rows("SELECT total FROM hand_over_total WHERE kind = 'duplicate'")
    return rows == [(number,)]


async def test_the_relay_takes_no_more_packs_than_it_has_room_for(host: Host) -> None:
    for _ in range(4):
        await say(host, *many(host, 300))
    async with RelayStore.connect(host.settings.database_url) as store:
        rows = await store.waiting(500)

    assert [row["events"] for row in rows] == [300, 300]


async def test_what_is_said_is_seen_event_by_event(host: Host) -> None:
    said = [*many(host, 2), *many(host, 40, key="x"), ("y", host.words.Unsaid(text="last"))]
    await say(host, *said)

    rows = await host.rows("SELECT key, payload FROM said_event ORDER BY id, place")
    assert rows == [(key, message.SerializeToString()) for key, message in said]


@pytest.mark.parametrize("number", [0, 1, SMALLEST_PACK - 1, SMALLEST_PACK, 2 * LARGEST_PACK + 1])
def test_nothing_is_lost_or_moved_by_packing(number: int, words: Any) -> None:
    outgoing = [Outgoing(TOPIC, f"{at}", words.Said(text=f"{at}")) for at in range(number)]

    parts = list(packed(outgoing))

    assert [one for part, _ in parts for one in part] == outgoing
    assert all(len(part) <= LARGEST_PACK for part, are_packed in parts if are_packed)
    assert any(are_packed for _, are_packed in parts) is (number >= SMALLEST_PACK)


def test_events_with_subjects_of_their_own_have_rows_of_their_own(words: Any) -> None:
    outgoing = [Outgoing(TOPIC, "key", words.Said(text=""), subject=f"{at}") for at in range(99)]

    assert [are_packed for _, are_packed in packed(outgoing)] == [False]


def test_events_of_different_orders_have_rows_of_their_own(words: Any) -> None:
    outgoing = [Outgoing(TOPIC, "key", words.Said(order_id=f"{at}")) for at in range(99)]

    assert [are_packed for _, are_packed in packed(outgoing)] == [False]


@given(st.lists(st.tuples(st.binary(min_size=16, max_size=16), st.text(), st.binary())))
def test_what_is_packed_is_unpacked(events: list[tuple[bytes, str, bytes]]) -> None:
    assert list(unpack(pack(events))) == events
