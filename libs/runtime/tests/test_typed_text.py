"""What people typed: out of the event, into the audit store, gone from here."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import pytest

from boss.audit.v1.events_pb2 import AuditRecorded
from boss.topics import AUDIT
from kernel.ids import new_id
from runtime.database.database import Database
from runtime.errors import Unanswered
from runtime.messaging.outbox import Outbox, Outgoing
from runtime.messaging.typed_text import TypedText, TypedTextWork

NOON = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)
TYPED = "张安娜 11010519491231002X asked for it"


class Store:
    """An audit store that may be away."""

    def __init__(self) -> None:
        self.kept: dict[str, TypedText] = {}
        self.is_away = False

    async def keep(self, texts: Sequence[TypedText]) -> None:
        if self.is_away:
            raise Unanswered("away")
        self.kept |= {one.id: one for one in texts}


async def says(database: Database, reason: str) -> AuditRecorded:
    """Say that somebody did something; return the event as it lies in the outbox."""
    actor = new_id()
    message = AuditRecorded(actor=actor, action="did", reason=reason)
    async with database.transaction() as connection:
        await Outbox(database).put(connection, [Outgoing(AUDIT, actor, message)], now=NOON)
    rows = await all_rows(database, "SELECT payload FROM outbox WHERE key = $1", actor)
    said = AuditRecorded.FromString(rows[0].payload)
    assert message.reason == reason
    return said


async def all_rows(database: Database, statement: str, *values: Any) -> Sequence[Any]:
    async with database.reading() as connection:
        return (await connection.exec_driver_sql(statement, values)).all()


async def emptied(work: TypedTextWork) -> None:
    for item in await work.due():
        await work.carry_out(item)


async def test_an_event_says_that_there_is_a_text_and_not_which(database: Database) -> None:
    said = await says(database, TYPED)

    octets = said.SerializeToString()
    assert said.reason == ""
    assert said.text_id
    assert len(said.text_digest) == 32
    assert TYPED.encode() not in octets
    assert b"11010519491231002X" not in octets
    (row,) = await all_rows(database, "SELECT text FROM typed_text WHERE id = $1", said.text_id)
    assert row.text == TYPED


async def test_who_typed_nothing_has_no_text(database: Database) -> None:
    said = await says(database, "")

    assert (said.text_id, said.text_digest) == ("", b"")


async def test_a_text_goes_to_the_store_and_is_forgotten_here(database: Database) -> None:
    store = Store()
    work = TypedTextWork(database, store)
    said = await says(database, TYPED)
    assert not await work.is_quiet()

    await emptied(work)

    assert store.kept[said.text_id].text == TYPED
    assert store.kept[said.text_id].digest == said.text_digest
    assert await work.is_quiet()
    assert await work.next_due() is None


async def test_while_the_store_is_away_the_text_waits(database: Database) -> None:
    store = Store()
    work = TypedTextWork(database, store)
    said = await says(database, TYPED)
    store.is_away = True
    with pytest.raises(Unanswered):
        await emptied(work)
    store.is_away = False

    await emptied(work)
    assert said.text_id not in store.kept
    async with database.transaction() as connection:
        await connection.exec_driver_sql("UPDATE typed_text SET leased_until = now()")
    await emptied(work)

    assert store.kept[said.text_id].text == TYPED


async def test_an_act_that_is_undone_leaves_no_text(database: Database) -> None:
    before = await all_rows(database, "SELECT id FROM typed_text")
    with pytest.raises(ZeroDivisionError):
        async with database.transaction() as connection:
            message = AuditRecorded(actor="a", reason=TYPED)
            await Outbox(database).put(connection, [Outgoing(AUDIT, "a", message)], now=NOON)
            raise ZeroDivisionError

    assert await all_rows(database, "SELECT id FROM typed_text") == before


def test_equal_texts_have_different_digests() -> None:
    assert TypedText("1", "same", b"a").digest != TypedText("1", "same", b"b").digest
    assert "same" not in repr(TypedText("1", "same", b"a"))
