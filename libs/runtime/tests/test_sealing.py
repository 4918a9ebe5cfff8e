"""Sealing again is done by whoever has the key that is meant, and by nobody else."""

from dataclasses import dataclass

import pytest

from boss.runtime.v1 import sealing_pb2 as pb
from kernel.caller import Caller
from kernel.errors import Stale
from runtime.database.resealing import Page, Resealed, reseal_past
from runtime.operations.sealing import Sealing
from runtime.rpc.calling import acting, called_by

OLD, NEW = "0ld", "new"


@dataclass
class Cards:
    """A table whose rows are sealed again in memory: each row is the name of its key."""

    rows: list[str]
    key_id: str
    name: str = "card_key"
    append_only: bool = False

    async def reseal(self, limit: int) -> Resealed:
        places = [place for place, key in enumerate(self.rows) if key != self.key_id][:limit]
        for place in places:
            self.rows[place] = self.key_id
        return Resealed(len(places), {"KEY_NOT_HERE": 2, "ROW_DAMAGED": 1})

    async def left(self) -> int:
        return sum(key != self.key_id for key in self.rows)


async def asked(cards: Cards, *, limit: int, key_id: str) -> pb.ResealResponse:
    olga = Caller(id="olga", roles=frozenset({"operations"}), channel="system", staff=True)
    with acting(olga), called_by("bossctl"):
        return await Sealing([cards]).Reseal(pb.ResealRequest(limit=limit, key_id=key_id), None)


async def test_who_seals_with_the_key_that_is_meant_does_it() -> None:
    cards = Cards([OLD, OLD, NEW], key_id=NEW)

    first = await asked(cards, limit=1, key_id=NEW)
    second = await asked(cards, limit=5, key_id=NEW)

    assert (first.tables[0].left, second.tables[0].left) == (1, 0)
    assert cards.rows == [NEW, NEW, NEW]


@pytest.mark.parametrize("limit", [0, 5])
async def test_a_process_that_leaves_with_keys_of_before_neither_seals_nor_counts(
    limit: int,
) -> None:
    cards = Cards([OLD, NEW], key_id=OLD)

    with pytest.raises(Stale) as refused:
        await asked(cards, limit=limit, key_id=NEW)

    assert (refused.value.code, refused.value.field) == ("KEY_NOT_CURRENT", "key_id")
    assert cards.rows == [OLD, NEW]


async def test_where_no_key_is_meant_whoever_is_asked_does_it() -> None:
    cards = Cards([OLD, NEW], key_id=NEW)

    answer = await asked(cards, limit=5, key_id="")

    table = answer.tables[0]
    assert (table.resealed, table.left, table.key_not_here, table.damaged) == (1, 0, 2, 1)


async def test_pages_of_rows_that_do_not_open_are_passed_over() -> None:
    pages = {"": Page(0, {"a": "KEY_NOT_HERE"}, "a"), "a": Page(0, {"b": "ROW_DAMAGED"}, "b")}
    there = {"b": Page(1, {"c": "ROW_DAMAGED"}, "d"), "d": Page()}

    async def page(after: str) -> Page:
        return {**pages, **there}[after]

    done = await reseal_past(page, table="card_key")

    assert done == Resealed(1, {"KEY_NOT_HERE": 1, "ROW_DAMAGED": 2})
