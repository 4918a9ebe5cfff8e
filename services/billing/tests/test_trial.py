"""Trying a catalogue before it is loaded: what it says otherwise, and what a month would cost."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from house_of_billing import (
    ANNA,
    BORIS,
    HouseOfBilling,
    Subscriber,
    catalogue_files,
    catalogue_text,
)
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_data import session
from test_rerating import corrects, rates, rerates, tariffs
from using import CARLA

from billing.catalogue.domain.catalogue_diff import Change, changes
from boss.billing.v1 import catalogue_pb2

SAYS = {
    "valid_from": "2026-01-01",
    "free_numbers": ["110", "119"],
    "fees": {"sim_card": 2000, "sim_swap": 1000},
    "zones": {"far": ["61", "64"]},
    "tariffs": [
        {"code": "a", "slots": [{"millifen": 5}, {"millifen": 3}], "roam_types": ["home", "away"]},
        {"code": "b", "slots": [], "cap": None},
    ],
    "packs": [{"code": "day", "price": 100}],
}


def test_nothing_is_different_however_it_is_ordered() -> None:
    turned = SAYS | {
        "free_numbers": ["119", "110"],
        "tariffs": [
            SAYS["tariffs"][1],  # type: ignore[index]  # it is a list
            SAYS["tariffs"][0] | {"roam_types": ["away", "home"]},  # type: ignore[index]
        ],
    }

    assert changes(SAYS, turned) == []  # type: ignore[arg-type]  # it is JSON


@pytest.mark.parametrize(
    ("section", "value", "found"),
    [
        ("valid_from", "2027-01-01", ("", "", '"2026-01-01"', '"2027-01-01"')),
        ("free_numbers", ["110"], ("119", "", '"119"', None)),
        ("fees", {"sim_card": 2500, "sim_swap": 1000}, ("sim_card", "", "2000", "2500")),
        ("zones", {"far": ["61", "64"], "near": ["65"]}, ("near", "", None, '["65"]')),
        ("packs", [{"code": "day", "price": 90}], ("day", "price", "100", "90")),
        ("packs", [], ("day", "", '{"code": "day", "price": 100}', None)),
        ("surprise", [{"code": "x"}], ("x", "", None, '{"code": "x"}')),
        (
            "tariffs",
            [
                {
                    "code": "a",
                    "slots": [{"millifen": 5}, {"millifen": 4}],
                    "roam_types": ["home", "away"],
                },
                {"code": "b", "slots": [], "cap": None},
            ],
            ("a", "slots.1.millifen", "3", "4"),
        ),
        (
            "tariffs",
            [
                {"code": "a", "slots": [{"millifen": 5}], "roam_types": ["home", "away"]},
                {"code": "b", "slots": [], "cap": None},
            ],
            ("a", "slots.1", '{"millifen": 3}', None),
        ),
    ],
)
def test_what_is_said_otherwise_is_named_by_its_place(
    section: str, value: Any, found: tuple[str, str, str | None, str | None]
) -> None:
    proposed: Any = SAYS | {section: value}
    there: Any = SAYS

    assert changes(there, proposed) == [Change(section, *found)]
    back = [Change(section, found[0], found[1], found[3], found[2])]
    assert changes(proposed, there) == back


async def diff(house: HouseOfBilling, text: str, **said: Any) -> Any:
    request = catalogue_pb2.DiffCatalogueRequest(catalogue=text, **said)
    return await house.trying.DiffCatalogue(request, None)


def dearer_calls(**changed: Any) -> dict[str, Any]:
    """Change the price of calls and nothing else."""
    files = catalogue_files()
    sold = {name: files[f"{name}.yaml"][name] for name in ("offerings", "packs")}
    return sold | {"rates": rates(voice_domestic=16_000)} | changed


async def test_the_loaded_catalogue_is_no_different_from_itself(house: HouseOfBilling) -> None:
    same = await diff(house, json.dumps(catalogue_files()))
    dearer = await diff(house, catalogue_text(**dearer_calls()))

    assert list(same.changes) == []
    assert same.valid_from == "2020-01-01"
    (change,) = dearer.changes
    assert (change.section, change.code, change.field) == (
        "rates",
        "voice_domestic",
        "price_millifen",
    )
    assert (change.loaded, change.proposed) == ("15000", "16000")


async def test_it_is_compared_with_what_is_valid_on_a_day(house: HouseOfBilling) -> None:
    dearer = catalogue_text(**dearer_calls(valid_from="2026-12-01"))
    await house.loads_catalogue(**dearer_calls(valid_from="2026-12-01"))

    today = await diff(house, dearer)
    december = await diff(house, dearer, at="2026-12-01")
    before = await diff(house, dearer, at="2019-12-31")

    assert {one.section for one in today.changes} == {"rates", "valid_from"}
    assert list(december.changes) == []
    assert before.catalogue_version == 0
    assert all(not one.HasField("loaded") for one in before.changes)


async def simulates(house: HouseOfBilling, *, limit: int = 0, **changed: Any) -> tuple[Any, Any]:
    """Simulate November page by page; return the sums by kind, and who would be changed."""
    totals: dict[str, list[int]] = {}
    changed_for: dict[str, dict[str, tuple[int, int]]] = {}
    after = ""
    while True:
        page = await house.trying.SimulateCatalogue(
            catalogue_pb2.SimulateCatalogueRequest(
                catalogue=catalogue_text(**changed),
                month="2026-11",
                after_subscriber_id=after,
                limit=limit,
            ),
            None,
        )
        for one in page.totals:
            sums = (
                one.records,
                one.charged_millifen,
                one.now_millifen,
                one.then_millifen,
                one.now_waiting,
                one.then_waiting,
            )
            before = totals.get(one.kind, [0] * len(sums))
            totals[one.kind] = [a + b for a, b in zip(before, sums, strict=True)]
        for each in page.changed:
            changed_for[each.subscriber_id] = {
                one.kind: (one.now_millifen, one.then_millifen) for one in each.kinds
            }
        after = page.next_subscriber_id
        if not after:
            return totals, changed_for


async def lived(house: HouseOfBilling) -> None:
    """Have two people use this and that."""
    for who in (ANNA, BORIS):
        await house.has(who, left=50_000)
    await house.hears(
        house.call(ANNA, seconds=61),
        house.call(ANNA, seconds=60, peer="999079460000"),
        session(house, 80),
        session(house, 40),
        house.call(BORIS, seconds=0, kind="sms", count=3),
    )


@pytest.mark.parametrize("limit", [1, 2, 0])
async def test_what_a_month_would_cost_is_told_by_kind_and_subscriber(
    house: HouseOfBilling, limit: int
) -> None:
    await lived(house)
    zones = catalogue_files()["zones.yaml"]["zones"]
    zones["far"].append("999")
    offerings = catalogue_files()["offerings.yaml"]["offerings"]
    offerings[0]["monthly_fee"] = 600
    without_texts = [one for one in rates(voice_domestic=10_000) if one["kind"] == "voice"]

    totals, changed = await simulates(
        house,
        limit=limit,
        zones=zones,
        offerings=offerings,
        rates=without_texts,
        tariffs=tariffs(1000, code="data_new"),
    )

    assert totals == {
        "voice": [2, 30_000, 30_000, 20_000 + 399_000, 1, 0],
        "data": [2, 300_000, 300_000, 120_000, 0, 0],
        "sms": [1, 30_000, 30_000, 0, 0, 1],
        "monthly_fee": [2, 1_000_000, 1_000_000, 1_200_000, 0, 0],
    }
    assert changed == {
        ANNA.id: {
            "voice": (30_000, 419_000),
            "data": (300_000, 120_000),
            "monthly_fee": (500_000, 600_000),
        },
        BORIS.id: {"sms": (30_000, 0), "monthly_fee": (500_000, 600_000)},
    }


async def test_nothing_is_written(house: HouseOfBilling) -> None:
    await lived(house)
    before = [await house.rows(one) for one in TABLES]

    await simulates(house, rates=rates(voice_domestic=0))

    assert [await house.rows(one) for one in TABLES] == before
    assert await house.left(ANNA) == 50_000 - 30 - 300


TABLES = (
    "catalogue_version",
    "usage_difference",
    "month_of_use",
    "posting",
    "outbox",
    "timer",
    "command_log",
)


async def test_what_was_simulated_is_what_rerating_charges(house: HouseOfBilling) -> None:
    await lived(house)
    changed: dict[str, Any] = {
        "rates": rates(voice_domestic=9999),
        "tariffs": tariffs(2000, code="data_new"),
    }
    totals, _ = await simulates(house, **changed)
    await corrects(house, valid_from="2026-11-01", **changed)

    found = await rerates(house)

    would = sum(then - charged for _, charged, _, then, _, _ in totals.values())
    assert found.difference_millifen == would


async def test_fewer_minutes_in_the_plan_cost_who_used_them(house: HouseOfBilling) -> None:
    await house.has(CARLA, left=50_000)
    await house.hears(house.call(CARLA, seconds=25 * 60))
    plans = catalogue_files()["offerings.yaml"]["offerings"]
    fewer = [one | ({"included": cut(one, 10)} if "included" in one else {}) for one in plans]

    same, _ = await simulates(house)
    totals, changed = await simulates(house, offerings=fewer)

    assert same["voice"][2] == same["voice"][3]
    _, charged, now, then, _, _ = totals["voice"]
    assert charged == now == 0
    assert then > 0
    assert CARLA.id in changed


def cut(offering: dict[str, Any], minutes: int) -> list[dict[str, Any]]:
    return [
        one | {"units": minutes} if one["kind"] == "voice" else one for one in offering["included"]
    ]


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"month": "2026-12"}, "PERIOD_NOT_ALLOWED"),
        ({"month": "2026-13"}, "FIELD_NOT_VALID"),
        ({"after_subscriber_id": "her"}, "FIELD_NOT_VALID"),
        ({"catalogue": "{}"}, "CATALOGUE_INVALID"),
        (
            {
                "catalogue": catalogue_text(
                    offerings=catalogue_files()["offerings.yaml"]["offerings"][:1]
                )
            },
            "CATALOGUE_DROPS_OFFERING",
        ),
    ],
)
async def test_what_cannot_be_simulated_is_refused(
    house: HouseOfBilling, said: dict[str, Any], code: str
) -> None:
    request = catalogue_pb2.SimulateCatalogueRequest(**({"catalogue": catalogue_text()} | said))

    await house.refuses(code, house.trying.SimulateCatalogue(request, None))


async def test_left_out_it_is_the_last_month(house: HouseOfBilling) -> None:
    request = catalogue_pb2.SimulateCatalogueRequest(catalogue=catalogue_text())

    page = await house.trying.SimulateCatalogue(request, None)

    assert (page.month, page.subscribers, page.next_subscriber_id) == ("2026-10", 0, "")


A_USE = st.tuples(
    st.sampled_from(["voice", "sms", "mms", "data"]),
    st.integers(0, 300),
    st.integers(0, 6 * 24 * 60),
    st.sampled_from(["home", "intl", "45412", "23415", "64710"]),
    st.sampled_from(["8613900009999", "16505550100", "999079460000", "10086"]),
)


@pytest.mark.parametrize("who", [ANNA, CARLA], ids=["pays for all", "has allowances"])
@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(uses=st.lists(A_USE, max_size=8))
async def test_the_catalogue_in_force_makes_no_difference(
    house: HouseOfBilling, who: Subscriber, uses: list[tuple[str, int, int, str, str]]
) -> None:
    if not await house.rows("account"):
        await house.has(who, left=50_000)
    start = datetime(2026, 11, 22, 5, 0, tzinfo=UTC)
    for kind, quantity, minutes, where, peer in uses:
        record = house.call(
            who,
            seconds=quantity if kind == "voice" else 0,
            kind=kind,
            count=quantity,
            octets=quantity * 1024 * 1024 * 10,
            roam_type="home" if where == "home" else "intl",
            visited_plmn=where if where.isdigit() else "",
            peer="ctnet" if kind == "data" else peer,
        )
        record.started_at.FromDatetime(start + timedelta(minutes=minutes))
        await house.hears(record)

    totals, changed = await simulates(house)

    assert changed == {}
    for _, charged, now, then, now_waiting, then_waiting in totals.values():
        assert charged == now == then
        assert now_waiting == then_waiting
