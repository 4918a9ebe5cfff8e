"""Sealing again is done by whoever has the key that is meant, and by nobody else."""

from dataclasses import dataclass

import pytest

from boss.runtime.v1 import sealing_pb2 as pb
from kernel.caller import Caller
from kernel.errors import Stale
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

    async def reseal(self, limit: int) -> int:
        places = [place for place, key in enumerate(self.rows) if key != self.key_id][:limit]
        for place in places:
            self.rows[place] = self.key_id
        return len(places)

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

    assert (answer.tables[0].resealed, answer.tables[0].left) == (1, 0)
