"""Statements of tables: compiled once, run by asyncpg, parameters by name."""

import asyncio
from datetime import UTC, datetime
from uuid import UUID

import pytest
from sqlalchemy import (
    Boolean,
    Column,
    DateTime,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    Uuid,
    any_,
    bindparam,
    delete,
    func,
    insert,
    select,
    text,
    update,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.dialects.postgresql import insert as insert_or_not

from runtime.database import statements
from runtime.database.database import Database
from runtime.database.statements import compile_statement, compiled

FREE = "free"
CARD = Table(
    "card",
    MetaData(),
    Column("id", Text, primary_key=True),
    Column("state", Text, nullable=False),
    Column("place", Integer, nullable=False, server_default="0"),
    Column("at", DateTime(timezone=True)),
    Column("note", JSONB),
    Column("owner", Uuid),
    Column("tags", ARRAY(Text)),
    Column("sealed", LargeBinary),
    Column("is_lost", Boolean),
)
IS_FREE = CARD.c.state == FREE
Index("card_free", CARD.c.place, postgresql_where=IS_FREE)

ADD = insert(CARD).values({name: bindparam(name) for name in CARD.c.keys()})  # noqa: SIM118
ADD_BARE = insert(CARD).values(id=bindparam("id"), state=FREE, place=bindparam("place"))
BY_ID = select(CARD).where(CARD.c.id == bindparam("id"))
CLAIM = (
    update(CARD)
    .values(state=bindparam("state"))
    .where(
        CARD.c.id.in_(
            select(CARD.c.id)
            .where(IS_FREE, CARD.c.place <= bindparam("place"))
            .order_by(CARD.c.place)
            .limit(bindparam("limit"))
            .with_for_update(skip_locked=True)
        )
    )
    .returning(CARD.c.id)
)
NEW_YEAR = datetime(2030, 1, 1, tzinfo=UTC)
ROW = {
    "id": "a",
    "state": "held",
    "place": 3,
    "at": NEW_YEAR,
    "note": {"line": ["one", 2]},
    "owner": UUID(int=7),
    "tags": ["red", "it's"],
    "sealed": b"\x00\xff",
    "is_lost": False,
}
CREATE = """
CREATE TABLE card (id text PRIMARY KEY, state text NOT NULL, place integer NOT NULL DEFAULT 0,
    at timestamptz, note jsonb, owner uuid, tags text[], sealed bytea, is_lost boolean)
"""


@pytest.fixture
async def cards(database: Database) -> Database:
    await database.run(CREATE)
    return database


async def test_what_is_written_is_read_again_in_every_type(cards: Database) -> None:
    await cards.execute(ADD, **ROW)

    row = (await cards.execute(BY_ID, id="a")).one()

    assert dict(row) == ROW


async def test_every_type_may_be_nothing(cards: Database) -> None:
    nothing = {**dict.fromkeys(ROW), "id": "a", "state": "held", "place": 0}

    await cards.execute(ADD, **nothing)

    assert dict((await cards.execute(BY_ID, id="a")).one()) == nothing


async def test_a_claim_takes_what_is_free_in_its_order(cards: Database) -> None:
    for place, card in enumerate(("a", "b", "c")):
        await cards.execute(ADD_BARE, id=card, place=place)

    first = await cards.execute(CLAIM, state="held", place=5, limit=2)
    second = await cards.execute(CLAIM, state="held", place=5, limit=2)

    assert sorted(first.scalars()) == ["a", "b"]
    assert second.scalars() == ["c"]


async def test_a_statement_inside_a_transaction_is_part_of_it(cards: Database) -> None:
    with pytest.raises(ValueError, match="no"):
        async with cards.transaction() as connection:
            await connection.execute(ADD_BARE, id="a", place=1)
            assert (await cards.execute(BY_ID, id="a")).first() is not None
            raise ValueError("no")

    assert (await cards.execute(BY_ID, id="a")).first() is None


async def test_an_array_of_keys_is_one_parameter(cards: Database) -> None:
    by_ids = select(CARD.c.id).where(CARD.c.id == any_(bindparam("ids", type_=ARRAY(Text))))
    for card in ("a", "b", "c"):
        await cards.execute(ADD_BARE, id=card, place=0)

    found = await cards.execute(by_ids.order_by(CARD.c.id), ids=("a", "c", "z"))

    assert found.scalars() == ["a", "c"]


async def test_text_takes_its_parameters_by_name_too(cards: Database) -> None:
    statement = text("""
        INSERT INTO card (id, state, at)
        SELECT id, :state, :at FROM unnest(CAST(:ids AS text[])) AS given(id)
        WHERE id <> 'no:one' AND :state <> '' RETURNING id::text
    """)

    rows = await cards.execute(statement, state="held", at=NEW_YEAR, ids=["a", "b"])

    assert rows.scalars() == ["a", "b"]


async def test_a_row_that_is_there_is_left(cards: Database) -> None:
    add = insert_or_not(CARD).values(id=bindparam("id"), state=FREE).on_conflict_do_nothing()

    written = [(await cards.execute(add, id="a")).rowcount for _ in range(2)]

    assert written == [1, 0]


def test_values_of_the_statement_stand_in_its_text_so_that_partial_indexes_are_seen() -> None:
    inner = select(CARD.c.id).where(IS_FREE, CARD.c.place > 4).limit(10).cte("inner_")
    statement = update(CARD).values(state="it's").where(CARD.c.id == inner.c.id)

    done = compile_statement(statement.where(CARD.c.place == bindparam("place")))

    assert done.names == ["place"]
    for part in ("state = 'free'", "place > 4", "LIMIT 10", "state='it''s'"):
        assert part in done.text


async def test_the_planner_uses_a_partial_index_for_it(cards: Database) -> None:
    await cards.run("CREATE INDEX card_free ON card (place) WHERE state = 'free'")
    free = select(CARD.c.id).where(IS_FREE, CARD.c.place == bindparam("place"))
    async with cards.transaction() as connection:
        for setting in ("plan_cache_mode = force_generic_plan", "enable_seqscan = off"):
            await connection.exec_driver_sql(f"SET LOCAL {setting}")
        await connection.exec_driver_sql(f"PREPARE look AS {compiled(free).text}")

        plan = await connection.exec_driver_sql("EXPLAIN EXECUTE look(1)")

    assert any("card_free" in line for line in plan.scalars())


def test_one_parameter_may_stand_in_two_places() -> None:
    twice = text("SELECT 1 WHERE CAST(:at AS timestamptz) > now() OR :at < now() OR :id = 'x'")

    done = compile_statement(twice)

    assert done.names == ["at", "id"]
    assert done.values({"id": "a", "at": NEW_YEAR}) == (NEW_YEAR, "a")
    assert done.text.count("$1") == 2


@pytest.mark.parametrize("given", [{}, {"state": "held"}, {"id": "a", "state": "held", "more": 1}])
async def test_a_parameter_missing_or_unknown_is_a_mistake(
    cards: Database, given: dict[str, object]
) -> None:
    by_both = BY_ID.where(CARD.c.state == bindparam("state"))

    with pytest.raises(TypeError, match="missing"):
        await cards.execute(by_both, **given)


async def test_a_parameter_by_a_wrong_name_is_a_mistake(cards: Database) -> None:
    with pytest.raises(TypeError, match=r"missing: \['id'\], unknown: \['card_id'\]"):
        await cards.execute(BY_ID, card_id="a")


def test_a_cast_that_hides_a_parameter_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="CAST"):
        compile_statement(text("SELECT unnest(:ids::text[])"))


def test_a_statement_is_compiled_once(monkeypatch: pytest.MonkeyPatch) -> None:
    statement = delete(CARD).where(CARD.c.id == bindparam("id"))
    first = compiled(statement)
    monkeypatch.setattr(statements, "compile_statement", None)

    assert compiled(statement) is first


async def test_tasks_at_once_may_share_a_statement(cards: Database) -> None:
    await asyncio.gather(*(cards.execute(ADD_BARE, id=str(i), place=i) for i in range(20)))

    count = await cards.execute(select(func.count()).select_from(CARD))
    assert count.scalar_one() == 20
