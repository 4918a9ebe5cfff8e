"""Facts whose order does not matter do not hold their key; the others still do."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_hearing import Listening, make_effects

from kernel.errors import NotFound
from runtime.database.database import Database


@pytest.fixture
async def facts(database: Database, words: Any) -> Listening:
    await make_effects(database)
    return Listening(database, words, in_order=False)


async def test_nothing_waits_behind_a_fact_that_cannot_be_handled(facts: Listening) -> None:
    facts.always_fails("wrong")

    await facts.hear(facts.record("a", "one"), facts.record("a", "wrong"), facts.record("a", "two"))
    await facts.hear(facts.record("a", "three"))

    assert await facts.effects() == ["one", "two", "three"]
    assert await facts.parked() == [("wrong", False)]
    assert await facts.totals() == {"heard": 3, "parked": 1}


async def test_a_parked_fact_that_comes_again_waits_for_who_redrives_it(facts: Listening) -> None:
    facts.failures["wrong"] = [ValueError("wrong")]
    wrong = facts.record("a", "wrong")
    await facts.hear(wrong)

    await facts.hear(wrong, facts.record("a", "later"))
    before = await facts.effects()
    await facts.redriving.redrive((await facts.ids())[0])
    await facts.hear(wrong)

    assert before == ["later"]
    assert await facts.effects() == ["later", "wrong"]
    assert await facts.totals() == {"heard": 1, "parked": 1, "redriven": 1, "duplicate": 2}


async def test_any_parked_fact_is_redriven_and_its_failure_stops_no_other(facts: Listening) -> None:
    for each in ("first", "second", "third"):
        facts.always_fails(each)
        await facts.hear(facts.record("a", each))
    del facts.failures["second"], facts.failures["third"]
    first, second, _ = await facts.ids()

    alone = await facts.redriving.redrive(second)
    every = await facts.redriving.redrive_all("boss.said.v1")

    assert (alone.handled, alone.still_parked) == (1, 0)
    assert (every.handled, every.still_parked) == (1, 1)
    assert await facts.effects() == ["second", "third"]
    assert await facts.ids() == [first]
    with pytest.raises(NotFound):
        await facts.redriving.redrive(second)


@settings(
    deadline=None, max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.tuples(st.sampled_from("ab"), st.booleans()), min_size=1, max_size=12))
async def test_every_good_fact_has_its_effect_however_many_bad_ones_come(
    facts: Listening, said: list[tuple[str, bool]]
) -> None:
    start = facts.places
    records = []
    for place, (key, is_bad) in enumerate(said):
        text = f"{start} {place}"
        if is_bad:
            facts.always_fails(text)
        records.append(facts.record(key, text))

    await facts.hear(*records)

    done = [each for each in await facts.effects() if each.startswith(f"{start} ")]
    assert done == [f"{start} {place}" for place, (_, is_bad) in enumerate(said) if not is_bad]
