"""Bad events: parked with their cause or passed over, never half applied, and the next is heard."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import asyncpg  # type: ignore[import-untyped]  # it has no types
import pytest
from aiokafka import AIOKafkaProducer
from google.protobuf import descriptor_pool, message_factory
from google.protobuf.message import Message

from boss.runtime.v1 import operations_pb2 as operations
from boss.topics import AUDIT, TOPICS
from harness.chain import Town
from harness.doors import Doors, method_of, methods
from harness.hostile import LONG, chance, message_of
from kernel.ids import new_id
from launch.postgres import DRIVER

GENERATED = 45
"""Events of each kind that somebody listens to: some 250 in all."""
PARKED, PASSED_OVER = "parked", "passed over"
RECORDED = ("parked_message", "inbox", "hand_over_total", "subscriber_language")
"""What is parked stands there with its cause, and was counted: that is what parking is. In which
language somebody is written to may be known before their number is, and is kept."""
LIST, DROP = "runtime.v1.OperationsService/ListParked", "runtime.v1.OperationsService/DropParked"
Headers = list[tuple[str, bytes]]


@dataclass(frozen=True, slots=True)
class Record:
    """What somebody puts into a topic."""

    topic: str
    value: bytes | None
    headers: Headers
    key: bytes | None = None


def listened() -> list[tuple[str, type[Message]]]:
    """Return every message somebody listens to, with its topic; the audit keeps all it hears."""
    methods()  # all contracts are known then
    return [
        (topic.name, message_factory.GetMessageClass(pool_message(name)))
        for topic in TOPICS.values()
        for name in topic.messages
        if topic.listeners and topic.name != AUDIT
    ]


def pool_message(name: str) -> Any:
    return descriptor_pool.Default().FindMessageTypeByName(name)


def headers(kind: str, **instead: bytes | None) -> Headers:
    """Return good headers; None leaves one out."""
    good: dict[str, bytes | None] = {
        "ce_specversion": b"1.0",
        "ce_id": new_id().encode(),
        "ce_type": kind.encode(),
        "ce_source": b"/somebody",
        "ce_time": b"2026-11-23T00:00:00+00:00",
        "content-type": b"application/protobuf",
    }
    return [(name, value) for name, value in (good | instead).items() if value is not None]


def put(town: Town, records: Sequence[Record]) -> None:
    """Put records into their topics and wait until all is heard and nothing moves."""

    async def send() -> None:
        producer = AIOKafkaProducer(bootstrap_servers=town.operator.kafka)
        await producer.start()
        try:
            for one in records:
                key = uuid4().bytes if one.key is None else one.key
                await producer.send_and_wait(one.topic, one.value, key=key, headers=one.headers)
        finally:
            await producer.stop()

    asyncio.run(send())
    town.is_quiet()


@dataclass(frozen=True, slots=True)
class Parking:
    """What stands parked in all services."""

    doors: Doors

    def all(self) -> list[tuple[str, Any]]:
        found = []
        for service in self.doors.town.operator.grpc:
            asked = operations.ListParkedRequest(limit=10_000)
            answer = self.doors.ask(method_of(LIST), asked, at=service).answer
            found += [(service, one) for one in answer.parked]
        return found

    def drop(self) -> None:
        """Give everything up, as a person does who has seen what it is."""
        for service, one in self.all():
            asked = operations.DropParkedRequest(id=one.id, reason="bad input on purpose")
            assert self.doors.ask(method_of(DROP), asked, at=service).status == "OK"


async def totals(town: Town, *, restore: Mapping[str, Any] | None = None) -> Mapping[str, Any]:
    """Return the control totals; or set them back: what nobody said is not to be found heard."""
    found: dict[str, Any] = {}
    for service in town.operator.grpc:
        connection = await asyncpg.connect(
            town.operator.database(service).replace(DRIVER, "postgresql")
        )
        try:
            if restore is not None:
                await connection.execute("DELETE FROM hand_over_total")
                await connection.executemany(
                    "INSERT INTO hand_over_total (topic, kind, stripe, total)"
                    " VALUES ($1, $2, $3, $4)",
                    [tuple(row) for row in restore[service]],
                )
            found[service] = await connection.fetch(
                "SELECT topic, kind, stripe, total FROM hand_over_total"
            )
        finally:
            await connection.close()
    return found


@pytest.fixture
def parking(town: Town) -> Iterator[Parking]:
    town.is_quiet()
    doors, before = Doors(town), asyncio.run(totals(town))
    parking = Parking(doors)
    assert parking.all() == []
    with doors.nothing_changes(*RECORDED):
        yield parking
        parking.drop()
        town.is_quiet()
    assert parking.all() == []
    asyncio.run(totals(town, restore=before))


def obvious(topic: str, kind: str) -> dict[str, tuple[str, Record]]:
    """Return records that are wrong at first sight, and what becomes of each."""
    good = headers(kind)
    return {
        "nothing at all": (PARKED, Record(topic, None, [])),
        "no headers": (PARKED, Record(topic, b"\x0a\x01x", [])),
        "no id": (PARKED, Record(topic, b"", headers(kind, ce_id=None))),
        "an empty id": (PARKED, Record(topic, b"", headers(kind, ce_id=b""))),
        "no type": (PARKED, Record(topic, b"", headers(kind, ce_type=None))),
        "another type": (PASSED_OVER, Record(topic, b"", headers("boss.moon.v1.Landed"))),
        "a type of nonsense": (PASSED_OVER, Record(topic, b"", headers("\0\ufffe"))),
        "garbage": (PARKED, Record(topic, b"\xff" * 50, headers(kind))),
        "a length that lies": (PARKED, Record(topic, b"\x0a\xff\xff\xff\x0f", headers(kind))),
        "a text that is no UTF-8": (PARKED, Record(topic, b"\x0a\x02\xff\xfe", headers(kind))),
        "JSON": (PARKED, Record(topic, b'{"subscriber_id": "x"}', headers(kind))),
        "an empty message": (PARKED, Record(topic, b"", headers(kind))),
        "a deleted key": (PARKED, Record(topic, None, headers(kind))),
        "a key of nonsense": (PARKED, Record(topic, b"", headers(kind), b"\0\xff\xfe")),
        "much garbage": (PARKED, Record(topic, b"\xff" * LONG * 8, headers(kind))),
        "an id that is none": (PARKED, Record(topic, b"", headers(kind, ce_id=b"\xff\0'"))),
        "a long id": (PARKED, Record(topic, b"", headers(kind, ce_id=b"x" * LONG))),
        "a time that is none": (PARKED, Record(topic, b"", headers(kind, ce_time=b"yesterday"))),
        "headers twice": (PARKED, Record(topic, b"", good + headers(kind))),
        "header names of nonsense": (
            PARKED,
            Record(topic, b"", [*headers(kind), ("\0\u202e", b"\xff"), ("traceparent", b"\0")]),
        ),
    }


def test_what_is_obviously_no_event_is_parked_with_its_cause(town: Town, parking: Parking) -> None:
    wanted = {
        (topic, what): (outcome, record)
        for topic, kind in listened()
        for what, (outcome, record) in obvious(topic, kind.DESCRIPTOR.full_name).items()
    }

    put(town, [record for _, record in wanted.values()])

    parked = parking.all()
    for topic, _ in listened():
        must = {
            message_id_of(record)
            for (place, _), (outcome, record) in wanted.items()
            if place == topic and outcome == PARKED and message_id_of(record)
        }
        hearers = {where for where, one in parked if one.topic == topic}
        assert hearers, f"nobody parks what is wrong in {topic}"
        for service in hearers:
            stand = {
                one.event_id for where, one in parked if (where, one.topic) == (service, topic)
            }
            left_out = [
                what
                for (place, what), (_, record) in wanted.items()
                if place == topic and message_id_of(record) in must - stand
            ]
            assert left_out == [], (service, topic)
    assert all(one.cause for _, one in parked)


def message_id_of(record: Record) -> str:
    """Return the id a record will be known by; empty where it has none of its own."""
    said = dict(record.headers)
    known = said.get("ce_id", b"").decode(errors="replace")
    return known if known.count("-") == 4 and "ce_type" in said else ""


def test_generated_events_change_nothing(town: Town, parking: Parking) -> None:
    by = chance("kafka")
    records = [
        Record(topic, message_of(kind, by=by).SerializeToString(), headers(name))
        for topic, kind in listened()
        for name in (kind.DESCRIPTOR.full_name,)
        for _ in range(GENERATED)
    ]

    put(town, records)

    assert all(one.cause for _, one in parking.all())


def test_watchers_of_orders_pass_over_nonsense(town: Town) -> None:
    """The gateway reads every move of an order without a group, and parks nothing."""
    topic = "boss.order-state-changed.v1"
    kind = message_factory.GetMessageClass(pool_message("boss.orders.v1.OrderStateChanged"))
    by = chance("watchers")

    with Doors(town).nothing_changes():
        put(town, [record for _, record in obvious(topic, kind.DESCRIPTOR.full_name).values()])
        put(
            town,
            [
                Record(topic, message_of(kind, by=by).SerializeToString(), headers("x"))
                for _ in range(GENERATED)
            ],
        )


def test_the_next_good_event_is_heard(town: Town) -> None:
    anna = town.opens_for_somebody()

    assert town.subscriber(anna)["state"] == "active"
