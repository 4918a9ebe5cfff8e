"""What fails stands alone: retried, passed over, or parked with what comes after it."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

import pytest
from aiokafka import ConsumerRecord

from kernel.clock import SystemClock
from kernel.errors import NotAllowed, NotFound, Refusal, Stale
from kernel.ids import new_id
from runtime.database.database import Database
from runtime.errors import TransientError
from runtime.messaging.copies import Copies
from runtime.messaging.envelope import Envelope, headers_of, message_id, read_headers
from runtime.messaging.handling import MessageHandler
from runtime.messaging.incoming import Record, record_of
from runtime.messaging.listener import Listener, Received
from runtime.messaging.outbox import Outbox
from runtime.messaging.redriving import Redriving
from runtime.telemetry import metrics

TOPIC = "boss.said.v1"


@dataclass
class Listening:
    """A handler that writes a row per event and fails as it is told."""

    database: Database
    words: Any
    levels: bool = False
    in_order: bool = True
    failures: dict[str, list[Exception]] = field(default_factory=dict)
    batches: list[list[str]] = field(default_factory=list)
    places: int = 0

    def __post_init__(self) -> None:
        kinds = {self.words.Said: self.handle, self.words.Unsaid: self.handle}
        listener = Listener(TOPIC, kinds, levels=self.levels, in_order=self.in_order)
        copies = Copies(Outbox(self.database), service="trial")
        self.hearing = MessageHandler(listener, database=self.database, copies=copies)
        self.redriving = Redriving(self.database, {TOPIC: self.hearing})

    async def handle(self, heard: Sequence[Received]) -> None:
        texts = [each.message.text for each in heard]
        self.batches.append(texts)
        for each in texts:
            async with self.database.transaction() as connection:
                await connection.exec_driver_sql("INSERT INTO effect (said) VALUES ($1)", (each,))
        for each in texts:
            if self.failures.get(each):
                raise self.failures[each].pop(0)

    def always_fails(self, said: str) -> None:
        self.failures[said] = [ValueError(f"{said} is wrong") for _ in range(100)]

    def record(self, key: str, said: str, *, kind: Any = None, payload: bytes = b"") -> Record:
        message = (kind or self.words.Said)(text=said)
        now = SystemClock().now()
        envelope = Envelope(
            message_id(new_id()), message.DESCRIPTOR.full_name, "boss.trial", key, now
        )
        self.places += 1
        headers = read_headers(headers_of(envelope))
        body = payload or message.SerializeToString()
        return Record(TOPIC, 0, self.places, now, key, headers, body)

    async def hear(self, *records: Record) -> None:
        await self.hearing.consume(records)

    async def effects(self) -> list[str]:
        return [row[0] for row in await self.rows("SELECT said FROM effect ORDER BY number")]

    async def parked(self) -> list[tuple[str, bool]]:
        rows = await self.rows("SELECT payload, behind FROM parked_message ORDER BY id")
        return [(self.words.Said.FromString(payload).text, behind) for payload, behind in rows]

    async def ids(self) -> list[int]:
        return [row[0] for row in await self.rows("SELECT id FROM parked_message ORDER BY id")]

    async def totals(self) -> dict[str, int]:
        return dict(await self.rows("SELECT kind, total FROM hand_over_total"))

    async def rows(self, query: str) -> list[Any]:
        async with self.database.reading() as connection:
            return [tuple(row) for row in (await connection.exec_driver_sql(query)).all()]


@pytest.fixture
async def listening(database: Database, words: Any) -> Listening:
    await make_effects(database)
    return Listening(database, words)


async def make_effects(database: Database) -> None:
    async with database.transaction() as connection:
        await connection.exec_driver_sql(
            "CREATE TABLE effect (number bigint GENERATED ALWAYS AS IDENTITY, said text)"
        )


async def test_a_batch_is_one_transaction_and_one_call(listening: Listening) -> None:
    await listening.hear(listening.record("a", "one"), listening.record("b", "two"))

    assert listening.batches == [["one", "two"]]
    assert await listening.effects() == ["one", "two"]


async def test_an_event_heard_twice_has_one_effect(listening: Listening) -> None:
    one, two = listening.record("a", "one"), listening.record("a", "two")
    await listening.hear(one, one)
    await listening.hear(one, two)

    assert await listening.effects() == ["one", "two"]
    assert await listening.totals() == {"heard": 2, "duplicate": 2}


async def test_how_late_an_event_is_handled_is_told_once_and_not_of_what_came_again(
    listening: Listening,
) -> None:
    def told() -> tuple[float, float]:
        late = [sample for one in metrics.CONSUMED_LATE.collect() for sample in one.samples]
        count, total = (
            sum(one.value for one in late if one.name.endswith(end)) for end in ("_count", "_sum")
        )
        return count, total

    before, hour = told(), timedelta(hours=1)
    fresh, old = listening.record("anna", "hello"), listening.record("anna", "again")
    nameless = replace(
        old, headers={**old.headers, "ce_id": "no-uuid"}, recorded_at=old.recorded_at - hour
    )
    await listening.hear(fresh, nameless)
    await listening.hear(fresh, nameless)

    count, seconds = (now - then for then, now in zip(before, told(), strict=True))
    assert count == 2
    assert 3600 <= seconds < 3660


async def test_events_of_different_types_keep_their_order(listening: Listening) -> None:
    await listening.hear(
        listening.record("a", "one"),
        listening.record("a", "two", kind=listening.words.Unsaid),
        listening.record("a", "three"),
    )

    assert listening.batches == [["one"], ["two"], ["three"]]


async def test_a_failure_leaves_nothing_of_its_batch_behind_and_parks_alone(
    listening: Listening,
) -> None:
    listening.always_fails("wrong")

    await listening.hear(
        listening.record("a", "one"),
        listening.record("b", "wrong"),
        listening.record("c", "two"),
        listening.record("b", "later"),
        listening.record("a", "three"),
    )

    assert await listening.effects() == ["one", "two", "three"]
    assert await listening.parked() == [("wrong", False), ("later", True)]
    assert await listening.rows("SELECT topic, cause FROM outbox") == [
        (f"{TOPIC}.trial.dlq", "ValueError: wrong is wrong")
    ]


async def test_one_failure_among_many_costs_few_transactions(listening: Listening) -> None:
    listening.always_fails("wrong")
    batch = [listening.record(f"{number}", f"{number}") for number in range(256)]
    batch[77] = listening.record("x", "wrong")

    await listening.hear(*batch)

    assert len(await listening.effects()) == 255
    assert len(listening.batches) < 20


async def test_later_events_of_a_parked_key_wait_and_others_do_not(listening: Listening) -> None:
    listening.always_fails("wrong")
    await listening.hear(listening.record("a", "wrong"))

    await listening.hear(listening.record("a", "later"), listening.record("b", "other"))

    assert await listening.effects() == ["other"]
    assert await listening.parked() == [("wrong", False), ("later", True)]


async def test_a_parked_event_that_comes_again_stays_parked_once(listening: Listening) -> None:
    listening.always_fails("wrong")
    wrong, later = listening.record("a", "wrong"), listening.record("a", "later")
    await listening.hear(wrong, later)

    await listening.hear(wrong, later)

    assert await listening.parked() == [("wrong", False), ("later", True)]
    assert (await listening.totals())["parked"] == 2


async def test_events_without_a_key_never_hold_each_other_up(listening: Listening) -> None:
    listening.always_fails("wrong")

    await listening.hear(listening.record("", "wrong"), listening.record("", "one"))

    assert await listening.effects() == ["one"]


async def test_a_redrive_handles_what_stands_behind_too(listening: Listening) -> None:
    listening.always_fails("wrong")
    await listening.hear(listening.record("a", "wrong"), listening.record("a", "later"))
    listening.failures.clear()
    first, _ = await listening.ids()

    outcome = await listening.redriving.redrive(first)

    assert (outcome.handled, outcome.still_parked, outcome.cause) == (2, 0, "")
    assert await listening.effects() == ["wrong", "later"]
    assert await listening.parked() == []


async def test_a_redriven_event_that_comes_again_has_no_second_effect(listening: Listening) -> None:
    listening.always_fails("wrong")
    wrong = listening.record("a", "wrong")
    await listening.hear(wrong)
    listening.failures.clear()
    await listening.redriving.redrive((await listening.ids())[0])

    await listening.hear(wrong)

    assert await listening.effects() == ["wrong"]


async def test_a_redrive_that_fails_keeps_all_in_place_with_the_new_cause(
    listening: Listening,
) -> None:
    listening.always_fails("wrong")
    await listening.hear(listening.record("a", "wrong"), listening.record("a", "later"))
    listening.failures["wrong"] = [KeyError("another")]
    first, second = await listening.ids()

    outcome = await listening.redriving.redrive(first)

    assert (outcome.handled, outcome.still_parked) == (0, 2)
    assert outcome.cause == "KeyError: 'another'"
    assert await listening.effects() == []
    with pytest.raises(NotAllowed, match="stands before it"):
        await listening.redriving.redrive(second)


async def test_dropping_an_event_lets_the_next_of_its_key_stand_first(
    listening: Listening,
) -> None:
    listening.always_fails("wrong")
    wrong = listening.record("a", "wrong")
    await listening.hear(wrong, listening.record("a", "later"))
    first, second = await listening.ids()

    await listening.redriving.drop(first)
    outcome = await listening.redriving.redrive(second)
    await listening.hear(wrong, listening.record("a", "last"))

    assert outcome.handled == 1
    assert await listening.effects() == ["later", "last"]
    with pytest.raises(NotFound):
        await listening.redriving.drop(first)


async def test_of_levels_a_newer_one_replaces_an_older_parked_one(
    database: Database, words: Any
) -> None:
    await make_effects(database)
    levels = Listening(database, words, levels=True)
    levels.always_fails("level one")
    old = levels.record("a", "level one")
    await levels.hear(old)

    await levels.hear(levels.record("a", "level two"))
    await levels.hear(old)

    assert await levels.effects() == ["level two"]
    assert await levels.parked() == []


async def test_of_levels_only_the_newest_that_failed_stays_parked(
    database: Database, words: Any
) -> None:
    await make_effects(database)
    levels = Listening(database, words, levels=True)
    levels.always_fails("level one")
    levels.always_fails("level two")

    await levels.hear(levels.record("a", "level one"), levels.record("a", "level two"))

    assert await levels.parked() == [("level two", False)]


async def test_what_is_stale_is_passed_over_for_good(listening: Listening) -> None:
    old = listening.record("a", "old")
    listening.failures["old"] = [Stale("STALE", "Known.") for _ in range(9)]

    await listening.hear(listening.record("a", "one"), old, listening.record("a", "two"))
    await listening.hear(old)

    assert await listening.effects() == ["one", "two"]
    assert (await listening.totals())["stale"] == 1
    assert await listening.parked() == []


async def test_a_refusal_nobody_said_in_an_event_is_parked(listening: Listening) -> None:
    listening.failures["one"] = [Refusal("NO", "No."), Refusal("NO", "No.")]

    await listening.hear(listening.record("a", "one"))

    assert await listening.parked() == [("one", False)]


async def test_what_may_succeed_later_is_tried_again_in_place(listening: Listening) -> None:
    listening.failures["one"] = [TransientError("busy"), ConnectionResetError()]

    await listening.hear(listening.record("a", "one"), listening.record("a", "two"))

    assert listening.batches == [["one", "two"]] * 3
    assert await listening.effects() == ["one", "two"]


async def test_a_process_that_stops_gives_back_what_fails_for_now(listening: Listening) -> None:
    listening.failures["one"] = [TransientError("busy")] * 5
    listening.hearing.stop()

    with pytest.raises(TransientError):
        await listening.hear(listening.record("a", "one"))

    assert await listening.effects() == []
    assert await listening.parked() == []


async def test_garbage_is_parked_and_holds_its_key_up(listening: Listening) -> None:
    await listening.hear(
        listening.record("a", "one"),
        listening.record("a", "two", payload=b"\xff\xff"),
        listening.record("a", "three"),
    )

    assert await listening.effects() == ["one"]
    causes = await listening.rows("SELECT behind, cause FROM parked_message ORDER BY id")
    assert [behind for behind, _ in causes] == [False, True]
    assert causes[0][1].startswith("It cannot be decoded")


@pytest.mark.parametrize(
    "headers",
    [
        (),
        (("ce_id", b"x"),),
        (("ce_type", b"x"), ("ce_id", None)),
        (("\0", b"\0"), ("ce_type", b"a\0b"), ("ce_time", b"\xff\xfe")),
    ],
)
async def test_a_record_that_is_no_event_is_parked_once(listening: Listening, headers: Any) -> None:
    raw = ConsumerRecord(TOPIC, 3, 7, 1, 0, b"\xff\0", b"\0", None, 1, 1, headers)

    await listening.hear(record_of(raw))
    await listening.hear(record_of(raw))

    rows = await listening.rows("SELECT partition, record_offset, attempts FROM parked_message")
    assert rows == [(3, 7, 2)]


async def test_an_unknown_type_is_passed_over(listening: Listening) -> None:
    unknown = listening.record("a", "one", kind=listening.words.Greeted)

    await listening.hear(unknown, listening.record("a", "two"))

    assert await listening.effects() == ["two"]
    assert await listening.parked() == []
