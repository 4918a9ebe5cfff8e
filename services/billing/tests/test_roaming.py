"""Use abroad: counted by day and group of countries, asked about before use, rated again."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from asking import Asking
from fake_unit_of_work import WHATEVER_IS_TOLD, FakeUnitOfWork
from house_of_billing import ANNA, CLERK, NOON, HouseOfBilling, catalogue_files, catalogue_text
from hypothesis import given, settings
from hypothesis import strategies as st
from pretend_store import Store
from test_countries import HONG_KONG, LONDON, NAIROBI, NOWHERE
from test_rerating import a_store, charged, corrects, listed, rerated, rerates, spent
from test_storage import NewUnitOfWork, new_uow, record
from test_trial import simulates
from using import CARLA, Using

from billing.allowances.domain.usage import Charge, Judged, Reason, UsageRecord
from billing.catalogue.wire.catalogue import read_catalogue
from billing.charging.usecases.rate_usage import rate_usage
from boss.billing.v1 import questions_pb2
from kernel.ids import new_id
from runtime.rpc.calling import acting

__all__ = ["new_uow"]
KB, MB = 1024, 1024 * 1024
JUST_AFTER_MIDNIGHT = datetime(2026, 11, 22, 16, 1, tzinfo=UTC)
"""Of 23 November, in Shanghai."""


def online(plmn: str) -> dict[str, str]:
    """Say what a switch abroad asks for a data session."""
    return {
        "kind": "data",
        "peer": "",
        "access_point": "ctnet",
        "roam_type": "international",
        "visited_plmn": plmn,
    }


def session(house: HouseOfBilling, plmn: str, megabytes: int, **changes: Any) -> Any:
    said: dict[str, Any] = {
        "seconds": 0,
        "kind": "data",
        "peer": "ctnet",
        "octets": megabytes * MB,
        "roam_type": "international",
        "visited_plmn": plmn,
    }
    return house.call(ANNA, **(said | changes))


def groups(**changes: dict[str, list[str]]) -> dict[str, Any]:
    """Return the shipped groups with more countries in some of them."""
    told: dict[str, Any] = catalogue_files()["roaming.yaml"]["roaming"]
    for group, countries in changes.items():
        told["groups"][group] |= countries
    return told


async def test_a_day_is_counted_in_each_group_of_countries(house: HouseOfBilling) -> None:
    await house.has(ANNA, left=50_000)

    # Two countries of one group share a step; another group begins its own.
    await house.hears(session(house, HONG_KONG, 1), session(house, "44010", 1))
    near = await house.left(ANNA)
    await house.hears(session(house, LONDON, 1), session(house, NAIROBI, 4))
    others = await house.left(ANNA)
    await house.hears(session(house, HONG_KONG, 2))
    second_step = await house.left(ANNA)
    house.clock.instant = JUST_AFTER_MIDNIGHT
    await house.hears(session(house, LONDON, 1))

    assert near == 50_000 - 300
    assert others == near - 600 - 1800
    assert second_step == others - 300
    assert await house.left(ANNA) == second_step - 600


async def test_a_record_without_a_network_counts_with_the_group_of_these(
    house: HouseOfBilling,
) -> None:
    await house.has(ANNA, left=50_000)

    await house.hears(session(house, "", 1), session(house, HONG_KONG, 2), session(house, "", 1))

    assert await house.left(ANNA) == 50_000 - 600


async def test_before_use_each_group_has_its_own_price_and_room(house: HouseOfBilling) -> None:
    await house.has(ANNA, left=50_000)
    switch = Asking(house)

    near = await switch.reserves(ANNA, 100 * MB, **online(HONG_KONG))
    # What she was granted there takes nothing from her room here.
    far = await switch.reserves(ANNA, 100 * MB, **online(NAIROBI))
    more = await house.refuses("DATA_CAP_REACHED", switch.reserves(ANNA, KB, **online("")))

    assert [(one.units, one.is_final) for one in (near, far)] == [(50 * MB, True)] * 2
    assert [one.reserved_millifen for one in (near, far)] == [3_000_000, 9_000_000]
    assert more.field == "units"


async def test_a_reservation_remembers_where_it_was_made(house: HouseOfBilling) -> None:
    await house.has(ANNA, left=10_000)
    switch = Asking(house)
    granted = await switch.reserves(ANNA, MB, **online(LONDON))

    more = await switch.extends(granted, 4 * MB)
    held = await switch.commits(more, 4 * MB, record_id="of-london")
    await house.hears(session(house, LONDON, 4, record_id="of-london"))

    assert (granted.reserved_millifen, more.reserved_millifen, held) == (600_000, *[1_200_000] * 2)
    assert await house.left(ANNA) == 10_000 - 1200
    assert await switch.reserved() == 0


async def test_no_more_is_granted_than_the_dearer_country_lets_her_pay(
    house: HouseOfBilling,
) -> None:
    await house.has(ANNA, left=1000)
    switch = Asking(house)

    call = {"roam_type": "international", "visited_plmn": NAIROBI}
    granted = await switch.reserves(ANNA, 600, **call)

    # Three minutes of 2.99 yuan.
    assert (granted.units, granted.is_final) == (180, True)


@pytest.mark.parametrize("plmn", ["4541", "4541234", "Kenya", "639 2"])
async def test_a_network_that_is_none_is_refused(house: HouseOfBilling, plmn: str) -> None:
    await house.has(ANNA, left=1000)

    refusal = await house.refuses(
        "FIELD_NOT_VALID", Asking(house).reserves(ANNA, KB, **online(plmn))
    )

    assert refusal.field == "visited_plmn"


async def test_a_country_nobody_has_a_price_for_waits_until_somebody_has(
    house: HouseOfBilling,
) -> None:
    await house.has(ANNA, left=10_000)
    there = session(house, NOWHERE, 1)
    await house.refuses("NO_TARIFF", Asking(house).reserves(ANNA, KB, **online(NOWHERE)))
    await house.hears(there)
    asked = questions_pb2.ExplainUsageRequest(record_id=there.record_id)
    waiting = await house.questions.ExplainUsage(asked, None)
    before = await house.left(ANNA)

    # Réunion.
    await corrects(house, valid_from="2026-11-01", roaming=groups(far={"RE": ["647"]}))
    await house.works_off()
    rated = await house.questions.ExplainUsage(asked, None)

    assert (waiting.waits_for, before) == ("no_tariff", 10_000)
    assert (waiting.usage.visited_plmn, waiting.usage.visited_country) == (NOWHERE, "")
    assert (rated.waits_for, rated.usage.visited_country) == ("", "RE")
    assert "RE is far" in rated.usage.derivation
    assert await house.left(ANNA) == 10_000 - 900


async def test_the_list_shows_network_and_country_of_use_abroad(house: HouseOfBilling) -> None:
    await house.has(ANNA, left=10_000)
    await house.hears(house.call(ANNA, seconds=60))
    await house.hears(session(house, LONDON, 1))
    await house.hears(session(house, "", 1))

    shown = {(one.roam_type, one.visited_plmn, one.visited_country) for one in await listed(house)}
    asked = questions_pb2.GetUsageRequest(record_id=(await listed(house))[1].record_id)
    with acting(CLERK):
        one = (await house.questions.GetUsage(asked, None)).usage

    assert shown == {
        ("home", "", ""),
        ("international", LONDON, "GB"),
        ("international", "", ""),
    }
    assert (one.visited_plmn, one.visited_country) == (LONDON, "GB")
    assert "(international, 23415)" in one.derivation


async def test_the_catalogue_says_which_countries_belong_together(house: HouseOfBilling) -> None:
    await house.has(ANNA, left=1000)

    told = await house.questions.ListCatalogue(questions_pb2.ListCatalogueRequest(), None)

    found = {one.code: one for one in told.country_groups}
    prices = {one.code: list(one.country_groups) for one in told.rates}
    assert list(found) == ["far", "middle", "near"]
    assert list(found["near"].countries[:3]) == ["HK", "ID", "JP"]
    assert [one.of_unnamed for one in told.country_groups] == [False, False, True]
    assert (prices["data_roaming_far"], prices["mms_roaming"]) == (["far"], [])


async def test_a_country_moved_to_another_group_is_rated_again(house: HouseOfBilling) -> None:
    await house.has(ANNA, left=50_000)
    await house.hears(session(house, LONDON, 4), session(house, HONG_KONG, 1))
    told = groups()
    told["groups"]["near"]["GB"] = told["groups"]["middle"].pop("GB")
    tried = await simulates(house, roaming=told)
    await corrects(house, valid_from="2026-11-01", roaming=told)

    found = await rerates(house)
    again = await rerates(house)
    late = session(house, HONG_KONG, 1)
    await house.hears(late)

    # 15 yuan as two groups; 5 MB in one are two steps of 3 yuan, and a sixth adds none.
    assert tried[0]["data"][1:4] == [1_500_000, 1_500_000, 600_000]
    assert (found.difference_millifen, again.differences) == (-900_000, 0)
    assert await house.left(ANNA) == 50_000 - 600


async def test_a_pack_for_a_group_pays_there_and_nowhere_else(house: HouseOfBilling) -> None:
    packs = catalogue_files()["packs.yaml"]["packs"]
    for one in packs:
        if one["code"] == "ROAMDAY":
            one["included"]["country_groups"] = ["near"]
    await corrects(house, valid_from="2026-11-22", packs=packs)
    await house.has(CARLA, left=50_000)
    carla, switch = Using(house), Asking(house)
    await carla.buys("ROAMDAY")
    house.clock.instant += timedelta(minutes=1)
    abroad = {"roam_type": "international"}

    await house.hears(carla.session(500, visited_plmn=HONG_KONG, **abroad))
    near = await house.left(CARLA)
    await house.hears(carla.session(500, visited_plmn="", **abroad))
    silent = await house.left(CARLA)
    await house.hears(carla.session(4, visited_plmn=LONDON, **abroad))
    free = await switch.reserves(CARLA, MB, **online(HONG_KONG))
    paid = await switch.reserves(CARLA, 3 * MB, **online(NAIROBI))

    assert (near, silent) == (50_000 - 3000, 50_000 - 3000)
    assert await house.left(CARLA) == near - 1200
    assert (free.reserved_millifen, paid.reserved_millifen) == (0, 900_000)
    pack = next(one for one in await carla.allowances() if one.source == "pack")
    assert list(pack.included.country_groups) == ["near"]


async def test_what_a_session_elsewhere_holds_is_not_taken_from_todays_room(
    house: HouseOfBilling,
) -> None:
    await house.has(CARLA, left=50_000)
    switch = Asking(house)

    # She has an allowance at home, and a session under way there.
    home = await switch.reserves(CARLA, 100 * MB, kind="data", peer="", access_point="ctnet")
    there = await switch.reserves(CARLA, 40 * MB, **online(LONDON))
    rest = await switch.reserves(CARLA, 40 * MB, **online(LONDON))

    assert (home.units, there.units, rest.units) == (100 * MB, 40 * MB, 10 * MB)


async def test_a_network_is_kept_with_its_record(new_uow: NewUnitOfWork) -> None:
    there = record("a", roam_type="international", visited_plmn=LONDON)
    waits = replace(there, id="b", peer="ctnet")
    home = record("c", file_seq=3)
    async with new_uow() as uow:
        await uow.usage.add(
            [
                Judged(there, ANNA.account, Charge(1, "so")),
                Judged(waits, ANNA.account, Reason.NO_TARIFF),
                Judged(home, ANNA.account, Charge(1, "so")),
            ],
            at=there.started_at,
        )

    async with new_uow() as uow:
        lines = await uow.usage.newest(ANNA.id, limit=9)
        waiting = await uow.usage.waiting_of(ANNA.id, limit=9)

    assert {one.record.id: one.record.visited_plmn for one in lines} == {"a": LONDON, "c": ""}
    assert [one.visited_plmn for one in waiting] == [LONDON]


CATALOGUE, _ = read_catalogue(catalogue_text())
YUAN = {HONG_KONG: 3, "44010": 3, "": 3, LONDON: 6, "31026": 6, NAIROBI: 9, "90112": 9}
A_SESSION = st.tuples(
    st.sampled_from(sorted(YUAN)), st.integers(0, 60 * KB), st.integers(0, 4 * 24 * 60)
)


def made(uses: Sequence[tuple[str, int, int]]) -> list[UsageRecord]:
    return [
        record(
            str(number),
            kind="data",
            peer="ctnet",
            quantity=kilobytes,
            roam_type="international",
            visited_plmn=plmn,
            started_at=datetime(2026, 10, 29, 3, tzinfo=UTC) + timedelta(minutes=minutes),
            file_seq=number,
        )
        for number, (plmn, kilobytes, minutes) in enumerate(uses)
    ]


def by_hand(records: Sequence[UsageRecord]) -> int:
    """Price day by day and price by price in whole yuan; nothing of the engine is in it."""
    used: dict[tuple[int, int, int], int] = {}
    for one in records:
        local = one.started_at + timedelta(hours=8)
        key = (local.month, local.day, YUAN[one.visited_plmn])
        used[key] = used.get(key, 0) + one.quantity
    yuan = 0
    for (_, _, step), kilobytes in used.items():
        steps = 0
        while steps * 3 * KB < kilobytes and steps < 10:
            steps += 1
        yuan += steps * step
    return yuan * 100_000


@settings(max_examples=150, deadline=None)
@given(
    uses=st.lists(A_SESSION, min_size=1, max_size=12),
    order=st.randoms(use_true_random=False),
    size=st.integers(1, 12),
)
def test_however_it_is_heard_days_and_groups_cost_what_a_checker_says(
    uses: list[tuple[str, int, int]], order: Any, size: int
) -> None:
    records = made(uses)
    heard = [*records, *records[: len(records) // 2]]
    order.shuffle(heard)
    store: Store = a_store(CATALOGUE)

    async def live() -> None:
        for at in range(0, len(heard), size):
            batch = heard[at : at + size]
            await rate_usage(
                batch,
                uow=FakeUnitOfWork(store),
                batch_id=new_id(),
                now=NOON,
                acceptable=WHATEVER_IS_TOLD,
            )
        found = await rerated(store)
        assert (found.records, found.differences) == (len(records), 0)

    asyncio.run(live())

    assert sum(charged(store).values()) == spent(store) == by_hand(records)
