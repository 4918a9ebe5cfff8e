"""Handlers that remember by themselves: no row in the inbox, the same effects and totals."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pytest
from test_hearing import TOPIC, Listening

from runtime.database.database import Database
from runtime.messaging.handling import MessageHandler
from runtime.messaging.listener import Listener, Recalled, Received

_KEEP = "INSERT INTO effect (said, id) VALUES ($1, $2) ON CONFLICT DO NOTHING"
_WAS = "SELECT count(*) FROM effect WHERE id = $1"


@dataclass
class Remembering(Listening):
    """Keeps each text once, with the id of the event that said it first."""

    def __post_init__(self) -> None:
        super().__post_init__()
        listener = Listener(TOPIC, {self.words.Said: self.keep}, remembers=True)
        self.hearing.listener = listener

    async def keep(self, heard: Sequence[Received]) -> Recalled:
        again, beside = 0, []
        for each in heard:
            said = each.message.text
            if self.failures.get(said):
                raise self.failures[said].pop(0)
            async with self.database.transaction() as connection:
                if (await connection.exec_driver_sql(_KEEP, (said, each.id))).rowcount:
                    continue
                if (await connection.exec_driver_sql(_WAS, (each.id,))).scalar_one():
                    again += 1
                else:
                    beside.append(each.id)
        return Recalled(again, beside)

    async def inbox(self) -> int:
        return int((await self.rows("SELECT count(*) FROM inbox"))[0][0])


@pytest.fixture
async def listening(database: Database, words: Any) -> Remembering:
    async with database.transaction() as connection:
        await connection.exec_driver_sql(
            "CREATE TABLE effect (number bigint GENERATED ALWAYS AS IDENTITY,"
            " said text UNIQUE, id text)"
        )
    return Remembering(database, words)


async def test_what_is_heard_leaves_no_row_in_the_inbox(listening: Remembering) -> None:
    one, two = listening.record("a", "one"), listening.record("b", "two")
    await listening.hear(one, two, one)
    await listening.hear(two, listening.record("b", "three"), one)

    assert await listening.effects() == ["one", "two", "three"]
    assert await listening.totals() == {"heard": 3, "duplicate": 3}
    assert await listening.inbox() == 0


async def test_what_left_no_row_is_remembered_all_the_same(listening: Remembering) -> None:
    one, same = listening.record("a", "one"), listening.record("a", "one")
    await listening.hear(one, same)
    await listening.hear(same, one)
    await listening.hear(same)

    assert await listening.effects() == ["one"]
    assert await listening.totals() == {"heard": 2, "duplicate": 3, "beside": 1}
    assert await listening.inbox() == 1


async def test_later_ones_stand_behind_what_is_parked(listening: Remembering) -> None:
    listening.failures["wrong"] = [ValueError("wrong")] * 3
    wrong, later = listening.record("a", "wrong"), listening.record("a", "later")
    await listening.hear(listening.record("b", "one"), wrong, later, listening.record("b", "two"))
    await listening.hear(later, listening.record("b", "three"))

    assert await listening.effects() == ["one", "two", "three"]
    assert await listening.parked() == [("wrong", False), ("later", True)]
    assert await listening.totals() == {"heard": 3, "parked": 2}

    listening.failures.clear()
    await listening.redriving.redrive((await listening.ids())[0])
    await listening.hear(wrong, later)

    assert await listening.effects() == ["one", "two", "three", "wrong", "later"]
    assert await listening.totals() == {"heard": 3, "parked": 2, "redriven": 2, "duplicate": 2}


async def test_what_was_dropped_is_not_heard_when_it_comes_again(listening: Remembering) -> None:
    listening.failures["wrong"] = [ValueError("wrong")]
    wrong = listening.record("a", "wrong")
    await listening.hear(wrong)
    await listening.redriving.drop((await listening.ids())[0])

    await listening.hear(wrong)

    assert await listening.effects() == []
    assert await listening.totals() == {"parked": 1, "dropped": 1, "duplicate": 1}


async def test_what_is_rolled_back_is_not_remembered(listening: Remembering) -> None:
    hearing: MessageHandler = listening.hearing
    listening.failures["wrong"] = [OSError("gone")]
    hearing.stop()
    batch = [listening.record("a", "one"), listening.record("a", "wrong")]
    with pytest.raises(OSError, match="gone"):
        await listening.hear(*batch)
    assert await listening.totals() == {}

    await listening.hear(*batch)

    assert await listening.effects() == ["one", "wrong"]
    assert await listening.totals() == {"heard": 2}
