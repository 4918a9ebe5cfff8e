"""Which records are the same use, and what a call in several records costs: as much as whole."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest
from fake_unit_of_work import WHATEVER_IS_TOLD, FakeUnitOfWork
from house_of_billing import ANNA, NOON, HouseOfBilling, catalogue_files, catalogue_text
from hypothesis import given, settings
from hypothesis import strategies as st
from pretend_store import Store
from test_drawing import SMALL, plan
from test_storage import NewUnitOfWork, account_of, new_uow, record

from billing.accounts.domain.account import AccountState
from billing.accounts.domain.step_ref import StepRef
from billing.allowances.domain.usage import Judged, Origin, Reason, UsageRecord
from billing.catalogue.domain.catalogue import Catalogue
from billing.catalogue.wire.catalogue import read_catalogue
from billing.charging.usecases.rate_usage import rate_usage
from billing.charging.usecases.rate_waiting import rate_waiting
from billing.lifecycle.domain.steps import StartPlan
from billing.steps.usecases.carry_out import carry_out
from boss.billing.v1 import commands_pb2, questions_pb2
from boss.provisioning.v1.events_pb2 import UsageRecorded
from kernel.money import fen

__all__ = ["new_uow"]
BEGUN = {
    "code": "voice_begun",
    "kind": "voice",
    "connect_fee": 12_345,
    "rounding": "up",
    "weight": 9,
    "to_millifen": 100,
    "slots": [{"from_unit": 0, "millifen": 777, "per_units": 7, "increment": 60}],
    "zones": ["domestic"],
    "roam_types": ["home"],
}


def said(house: HouseOfBilling, **changes: Any) -> UsageRecorded:
    """Return a record as mediation says it, of one second of one file."""
    usual: dict[str, Any] = {
        "seconds": 60,
        "element": "MSC-A",
        "file_seq": 17,
        "started_at": house.moment(),
    }
    made: UsageRecorded = house.call(ANNA, **usual | changes)
    return made


async def test_three_texts_in_one_second_are_three(house: HouseOfBilling) -> None:
    await house.has(ANNA, left=5000)

    await house.hears(
        *[said(house, kind="sms", seconds=0, count=1, record_seq=n, alike=n - 1) for n in (1, 2, 3)]
    )

    assert await house.left(ANNA) == 5000 - 3 * 10
    totals = await house.totals()
    assert (totals.usage_rated, totals.usage_duplicate) == (3, 0)


async def test_a_session_in_two_rating_groups_is_two_uses(house: HouseOfBilling) -> None:
    await house.has(ANNA, left=5000)
    session: dict[str, Any] = {"kind": "data", "seconds": 0, "peer": "ctnet", "octets": 2**20}

    await house.hears(*[said(house, **session, rating_group=group) for group in (1, 2)])

    assert await house.left(ANNA) == 5000 - 6


async def test_a_use_told_of_again_under_another_id_is_a_duplicate(house: HouseOfBilling) -> None:
    await house.has(ANNA, left=5000)

    for number in (17, 18, 19):
        await house.hears(said(house, file_seq=number))

    assert await house.left(ANNA) == 4985
    assert (await house.totals()).usage_duplicate == 2


@pytest.mark.parametrize(
    "change",
    [
        {"element": "MSC-B"},
        {"kind": "sms", "count": 1},
        {"peer": "8613900008888"},
        {"duration_seconds": 59},
        {"rating_group": 9},
        {"partial": 2},
        {"alike": 1},
        {"roam_type": "domestic"},
    ],
)
async def test_what_differs_in_one_of_these_is_another_use(
    house: HouseOfBilling, change: dict[str, Any]
) -> None:
    await house.has(ANNA, left=5000)

    await house.hears(said(house), said(house, **change))

    assert (await house.totals()).usage_duplicate == 0


async def test_records_that_name_no_element_are_told_apart_by_their_file(
    house: HouseOfBilling,
) -> None:
    await house.has(ANNA, left=5000)
    at = house.moment()

    await house.hears(*[house.call(ANNA, seconds=60, started_at=at, file_seq=7) for _ in range(2)])
    await house.hears(house.call(ANNA, seconds=60, started_at=at, file_seq=8))

    totals = await house.totals()
    assert (totals.usage_rated, totals.usage_duplicate) == (2, 1)


async def test_a_part_of_a_call_says_so(house: HouseOfBilling) -> None:
    await house.has(ANNA, left=5000)
    first, second = (said(house, partial=n, seconds=90, record_seq=n) for n in (1, 2))

    await house.hears(first)
    await house.hears(second)

    asked = questions_pb2.ExplainUsageRequest(record_id=second.record_id)
    usage = (await house.questions.ExplainUsage(asked, None)).usage
    # 180 seconds are three begun minutes: 30 and 15 fen, and not twice two minutes.
    assert usage.charged_millifen == 15_000
    assert "part 2" in usage.derivation
    assert "with it 180 s = 45.000, without it 90 s = 30.000" in usage.derivation
    assert await house.left(ANNA) == 5000 - 45


async def test_both_units_of_work_know_uses_and_sessions_alike(new_uow: NewUnitOfWork) -> None:
    def waits(name: str, **origin: Any) -> Judged:
        usual: dict[str, Any] = {"element": "MSC-A", "units": 60, "partial": 1}
        use = record(name, origin=Origin(**usual | origin), file_seq=len(name))
        return Judged(use, None, Reason.SUBSCRIBER_UNKNOWN)

    first, again = waits("a"), waits("another name")
    second, alike = waits("b", partial=2, units=30), waits("c", alike=1)
    elsewhere = waits("d", element="MSC-B", units=7)
    every = [first, second, again, alike, elsewhere]
    async with new_uow() as uow:
        added = await uow.usage.add(every, at=NOON)
    async with new_uow() as uow:
        sessions = {one.record.session for one in every if one.record.session}
        units = await uow.counters.units_so_far(sessions)
        new = await uow.usage.new_among(
            [one.record for one in (waits("e"), waits("a", partial=9), waits("f", partial=3))]
        )
        waiting = await uow.usage.waiting_of(ANNA.id, limit=9)

    assert [one.record.id for one in added.fresh] == ["a", "b", "c", "d"]
    assert [one.record.id for one in added.duplicates] == ["another name"]
    assert first.record.session != elsewhere.record.session
    assert units == {first.record.session: 150, elsewhere.record.session: 7}
    assert new == {"f"}
    assert [(one.origin.element, one.origin.partial) for one in waiting] == [
        ("MSC-A", 1), ("MSC-A", 2), ("MSC-A", 1), ("MSC-B", 1),
    ]  # fmt: skip


STEPPED = [one for one in catalogue_files()["tariffs.yaml"]["tariffs"] if one["kind"] == "data"]


async def test_what_was_let_in_with_an_impossible_moment_stops_nothing_that_waits(
    house: HouseOfBilling,
) -> None:
    order = await house.opens(ANNA, prepaid=1000)
    await house.hears(house.call(ANNA, seconds=60))
    impossible = house.call(ANNA, seconds=60, record_id="of-year-one")
    await house.hears(impossible)
    async with house.database.transaction() as connection:
        await connection.exec_driver_sql(
            "UPDATE usage_record SET started_at = '0001-01-01 BC' WHERE id = 'of-year-one'"
        )

    await order.does(start_plan=commands_pb2.StartPlan(account_id=ANNA.account))
    await house.works_off()

    totals = await house.totals()
    assert (totals.usage_rated, totals.usage_waiting) == (1, 1)


WAYS: dict[str, Catalogue] = {
    "allowances": replace(
        read_catalogue(catalogue_text(offerings=[SMALL, plan("KEEP5")], packs=[]))[0], version=1
    ),
    "a connect fee": replace(
        read_catalogue(catalogue_text(tariffs=[*STEPPED, BEGUN]))[0], version=1
    ),
    "steps": replace(read_catalogue(catalogue_text())[0], version=1),
}
OFFERINGS = {"allowances": "SMALL", "a connect fee": "KEEP5", "steps": "KEEP5"}
A_CALL = st.tuples(
    st.sampled_from(["voice", "data"]),
    st.integers(0, 3),
    st.lists(st.integers(0, 4000), min_size=1, max_size=5),
)
"""Of which kind, at which hour it began, and how much each part of it was."""


def records_of(number: int, call: tuple[str, int, list[int]]) -> list[UsageRecord]:
    """Return a call as its parts tell of it; of data in odd octets."""
    kind, hour, amounts = call
    made = []
    for part, amount in enumerate(amounts, 1):
        units = amount if kind == "voice" else amount * 999
        made.append(
            record(
                f"{number}.{part}",
                kind=kind,
                peer="8613900009999" if kind == "voice" else "ctnet",
                started_at=NOON + timedelta(hours=hour, seconds=number),
                quantity=amount if kind == "voice" else -(-units // 1024),
                origin=Origin(element="MSC-A", partial=part, record_seq=part, units=units),
            )
        )
    return made


def whole_of(number: int, call: tuple[str, int, list[int]]) -> UsageRecord:
    kind, hour, amounts = call
    return records_of(number, (kind, hour, [sum(amounts)]))[0]


def lived(way: str, batches: Sequence[Sequence[UsageRecord]], *, starts_after: int) -> Store:
    """Hear these batches, her plan starting after so many of them; return what is kept."""
    store = Store()
    store.kept.catalogues.append((WAYS[way], ""))
    store.kept.accounts[ANNA.account] = replace(
        account_of(ANNA),
        offering=OFFERINGS[way],
        state=AccountState.PENDING,
        balance=fen(10_000_000),
        paid_from=NOON - timedelta(days=1),
    )

    async def live() -> None:
        for number in range(len(batches) + 1):
            if number == starts_after:
                ref, step = StepRef("order", 0), StartPlan(account_id=ANNA.account)
                uow = FakeUnitOfWork(store)
                await carry_out(step, uow=uow, ref=ref, digest="", now=NOON)
                await rate_waiting(
                    ANNA.id, uow=uow, batch_id="what waited", now=NOON, acceptable=WHATEVER_IS_TOLD
                )
            if number < len(batches):
                uow = FakeUnitOfWork(store)
                await rate_usage(
                    batches[number],
                    uow=uow,
                    batch_id=str(number),
                    now=NOON,
                    acceptable=WHATEVER_IS_TOLD,
                )

    asyncio.run(live())
    return store


def cost(store: Store) -> int:
    every = store.kept.usage.values()
    assert all(one.charge is not None for one in every)
    return sum(one.charge.millifen for one in every if one.charge is not None)


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(sorted(WAYS)), st.lists(A_CALL, min_size=1, max_size=4), st.data())
def test_parts_in_any_order_batches_and_repetition_cost_what_the_whole_costs(
    way: str, calls: list[tuple[str, int, list[int]]], data: st.DataObject
) -> None:
    wholes = [whole_of(number, call) for number, call in enumerate(calls)]
    parts = [one for number, call in enumerate(calls) for one in records_of(number, call)]
    repeated = data.draw(st.lists(st.sampled_from(parts), max_size=4))
    renamed = [replace(one, id=f"{one.id} again") for one in repeated]
    heard = data.draw(st.permutations([*parts, *repeated, *renamed]))
    cuts = sorted(data.draw(st.sets(st.integers(1, len(heard)), max_size=4)) | {0, len(heard)})
    batches = [heard[a:b] for a, b in pairwise(cuts)]

    expected = lived(way, [wholes], starts_after=0)
    found = lived(way, batches, starts_after=data.draw(st.integers(0, len(batches))))

    assert cost(found) == cost(expected)
    assert len(found.kept.usage) == len(parts)
    assert sum(one.used for one in found.kept.allowances.values()) == sum(
        one.used for one in expected.kept.allowances.values()
    )
    assert sum(found.kept.used.values()) == sum(expected.kept.used.values())
