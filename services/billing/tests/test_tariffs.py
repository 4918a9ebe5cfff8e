"""Tariffs against outside tables, the telco benchmark, and a checker of another make."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from house_of_billing import NOON, catalogue_text
from hypothesis import given, settings
from hypothesis import strategies as st
from test_storage import record

from billing.catalogue.domain.tariff import (
    Cap,
    CapRule,
    Slot,
    Stepping,
    Tariff,
    Times,
    price,
    price_of_span,
)
from billing.catalogue.domain.zones import Zones
from billing.catalogue.wire.catalogue import read_catalogue
from billing.rating.domain.rating import rate
from kernel.errors import Refusal
from kernel.money import Rounding, divided

VECTORS = Path(__file__).parents[4] / "shared" / "vectors" / "billing"
needs_vectors = pytest.mark.skipif(
    not VECTORS.is_dir(), reason="the outside tables lie in ../shared/vectors/billing"
)
WHOLE = 1_000_000
"""What one unit of the outside tables' money is here, in millifen."""
ROUNDINGS = {"up": Rounding.UP, "middle": Rounding.HALF_UP}


def tariff(*slots: Slot, **changes: Any) -> Tariff:
    return Tariff(
        **{
            "code": "a",
            "kind": "voice",
            "slots": slots,
            "zones": frozenset({"domestic"}),
            "roam_types": frozenset({"home"}),
        }
        | changes
    )


def whole(said: str, scale: int = WHOLE) -> int:
    exact = Decimal(said) * scale
    assert exact == int(exact)
    return int(exact)


def outside_rows() -> list[dict[str, Any]]:
    file = VECTORS / "cases.json"
    rows: list[dict[str, Any]] = (
        json.loads(file.read_text("utf-8"))["rows"] if file.exists() else []
    )
    return rows


@needs_vectors
@pytest.mark.parametrize("row", outside_rows(), ids=lambda row: row["id"])
def test_outside_tables_agree(row: dict[str, Any]) -> None:
    how, decimals = row["rounding"].lstrip("*").split("/")
    slots = [
        Slot(
            millifen=whole(one["rate"]),
            per_units=int(one["per_units"]),
            increment=int(one["increment"]),
            from_unit=int(one["from_unit"]),
        )
        for one in row["slots"]
    ]
    made = tariff(
        *slots,
        connect_fee=whole(row["slots"][0]["connect_fee"]),
        cap=Cap(whole(row["cap"]), CapRule.CUTS_OFF) if row["cap"] else None,
        rounding=ROUNDINGS[how],
        to_millifen=WHOLE // 10 ** int(decimals),
    )

    assert price(made, int(row["usage_units"])) == whole(row["expected"])


@needs_vectors
def test_the_telco_benchmark_to_the_cent() -> None:
    content = (VECTORS / "telco-bench.b").read_bytes()
    calls = [int.from_bytes(content[at : at + 8], "big") for at in range(0, len(content), 8)]
    # A cent is a fen here; 0.0013 and 0.00894 a second, half even to the cent.
    per_second = [
        tariff(
            Slot(millifen=millifen, per_units=1, increment=1),
            rounding=Rounding.HALF_EVEN,
            to_millifen=1000,
        )
        for millifen in (130, 894)
    ]
    prices = [(seconds & 1, price(per_second[seconds & 1], seconds) // 1000) for seconds in calls]
    basic = [divided(cents * 675, 10_000, rounding=Rounding.DOWN) for _, cents in prices]
    distance = [
        divided(cents * 341, 10_000, rounding=Rounding.DOWN) for far, cents in prices if far
    ]

    total = sum(cents for _, cents in prices)
    assert (len(calls), total) == (20_000, 1_828_441)
    assert (sum(basic), sum(distance)) == (114_204, 49_697)
    assert total + sum(basic) + sum(distance) == 1_992_342


def checked(made: Tariff, quantity: int) -> int:
    """Price it second by second with fractions: slow, and nothing of the engine in it."""
    if quantity == 0:
        return 0
    cost = Fraction(made.connect_fee)
    counted: dict[int, int] = {}
    for unit in range(quantity):
        slot = max(place for place, one in enumerate(made.slots) if one.from_unit <= unit)
        counted[slot] = counted.get(slot, 0) + 1
    for place, used in counted.items():
        slot_of_it = made.slots[place]
        started = Fraction(used, slot_of_it.increment)
        units = rounded(started, "up") * slot_of_it.increment
        cost += Fraction(slot_of_it.millifen * units, slot_of_it.per_units)
    if made.cap and made.cap.rule == "frees" and cost > made.cap.millifen:
        cost = Fraction(made.cap.millifen)
    return rounded(cost / made.to_millifen, made.rounding) * made.to_millifen


def rounded(value: Fraction, rule: str) -> int:
    floor = value.numerator // value.denominator
    rest = value - floor
    return {
        "half_even": round(value),
        "half_up": floor + (rest >= Fraction(1, 2)),
        "up": floor + (rest > 0),
        "down": floor,
    }[rule]


@st.composite
def tariffs(draw: st.DrawFn) -> Tariff:
    begins = sorted({0, *draw(st.lists(st.integers(1, 200), max_size=3))})
    slots = [
        Slot(
            millifen=draw(st.integers(0, 100_000)),
            per_units=draw(st.integers(1, 90)),
            increment=draw(st.integers(1, 90)),
            from_unit=begin,
        )
        for begin in begins
    ]
    caps = st.builds(Cap, st.integers(0, 300_000), st.sampled_from(CapRule))
    return tariff(
        *slots,
        connect_fee=draw(st.integers(0, 50_000)),
        cap=draw(st.none() | caps),
        rounding=draw(st.sampled_from(Rounding)),
        to_millifen=draw(st.sampled_from([1, 10, 1000])),
    )


@given(tariffs(), st.integers(0, 400))
def test_a_checker_of_another_make_agrees(made: Tariff, quantity: int) -> None:
    assert price(made, quantity) == checked(made, quantity)


def test_no_use_costs_nothing_and_has_no_connect_fee() -> None:
    made = tariff(Slot(millifen=1, per_units=1, increment=60), connect_fee=500)

    assert [price(made, quantity) for quantity in (0, 1, 61)] == [0, 560, 620]


def test_a_cap_frees_or_cuts_off() -> None:
    slot = Slot(millifen=100, per_units=1, increment=1)
    frees, cuts = (tariff(slot, cap=Cap(1000, rule)) for rule in CapRule)

    assert (price(frees, 50), price(cuts, 50)) == (1000, 5000)


GB = 1024 * 1024
OVERAGE = tariff(
    Slot(millifen=3000, per_units=1024, increment=1),
    kind="data",
    cap=Cap(300_000, CapRule.FREES),
    stepping=Stepping(GB, 60_000_000),
)


@pytest.mark.parametrize(
    ("megabytes", "fen"),
    [
        (0, 0),
        (1, 3),
        (50, 150),
        (100, 300),
        (1000, 300),
        (1024, 300),
        (1100, 528),
        (200 * 1024, 60_000),
        (500 * 1024, 60_000),
    ],
)
@pytest.mark.holds("AC-BILL-1")
def test_data_above_the_plan_costs_3_yuan_a_gigabyte_and_600_a_month(
    megabytes: int, fen: int
) -> None:
    assert price_of_span(OVERAGE, megabytes * 1024) == fen * 1000


@given(st.integers(0, 300 * 1024))
@settings(deadline=None)
def test_the_formula_of_the_manual_is_the_shipped_tariff(megabytes: int) -> None:
    catalogue, _ = read_catalogue(catalogue_text())
    shipped = next(one for one in catalogue.tariffs if one.kind == "data")
    formula = megabytes // 1024 * 300 + min(megabytes % 1024 * 3, 300)

    assert price_of_span(shipped, megabytes * 1024) == min(formula, 60_000) * 1000


@given(st.integers(0, 3 * 2**20), st.integers(0, 3 * 2**20))
def test_nowhere_in_a_month_does_data_cost_more_than_from_its_beginning(
    before: int, used: int
) -> None:
    added = price_of_span(OVERAGE, before + used) - price_of_span(OVERAGE, before)

    # Each of the two prices is rounded to a thousandth of a fen by itself.
    assert 0 <= added <= price_of_span(OVERAGE, used) + 1


def test_the_longest_prefix_says_where_a_number_is() -> None:
    zones = Zones({"1": "america", "1808": "hawaii", "86170": "satellite"}, "86")

    found = [zones.of(peer) for peer in ("+13125550100", "+18085550100", "8617012345678")]

    assert found == ["america", "hawaii", "satellite"]
    assert [zones.of(peer) for peer in ("8613900000001", "1808", "4420794600")] == [
        "domestic",
        "domestic",
        None,
    ]


@pytest.mark.parametrize(
    ("kind", "peer", "fen"),
    [
        ("voice", "85223456789", 198),
        ("voice", "442079460000", 398),
        ("voice", "8816123456789", 3998),
        ("sms", "442079460000", 200),
        ("mms", "8613900000001", 60),
    ],
)
def test_shipped_rows_price_calls_and_messages_out_of_the_country(
    kind: str, peer: str, fen: int
) -> None:
    catalogue, _ = read_catalogue(catalogue_text())
    quantity = 61 if kind == "voice" else 2
    charge = rate(
        record("a", kind=kind, peer=peer, quantity=quantity), catalogue=catalogue, offering="KEEP5"
    )

    assert charge is not None
    assert charge.millifen == fen * 1000


def banded() -> Iterator[dict[str, Any]]:
    """Say dear days, cheap nights, cheaper Sundays, and holidays for nothing."""
    week = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
    bands = {
        "night": (1_000, [{"days": week, "begin": "00:00", "end": "08:00"}], 10),
        "sunday": (500, [{"days": ["sun"]}], 20),
        "holiday": (0, [{"days": ["holiday"]}], 0),
        "day": (2_000, [], 0),
    }
    for code, (millifen, times, weight) in bands.items():
        yield {
            "code": code,
            "kind": "voice",
            "slots": [{"millifen": millifen, "per_units": 60, "increment": 60}],
            "roam_types": ["home"],
            "times": times,
            "weight": weight,
        }


@pytest.mark.parametrize(
    ("began", "code"),
    [
        # In UTC; Shanghai is eight hours ahead.
        (datetime(2026, 11, 23, 0, 0, tzinfo=UTC), "day"),
        (datetime(2026, 11, 22, 23, 59, tzinfo=UTC), "night"),
        (datetime(2026, 11, 22, 4, 0, tzinfo=UTC), "sunday"),
        (datetime(2026, 11, 21, 16, 0, tzinfo=UTC), "sunday"),
        (datetime(2026, 9, 30, 16, 0, tzinfo=UTC), "holiday"),
    ],
)
def test_days_nights_sundays_and_holidays_have_their_rows(began: datetime, code: str) -> None:
    text = catalogue_text(tariffs=list(banded()), holidays=["2026-10-01"])
    catalogue, _ = read_catalogue(text)

    found = catalogue.tariff_for(
        "voice", peer="8613900000001", roam_type="home", offering="KEEP5", at=began
    )

    assert catalogue.holidays == frozenset({date(2026, 10, 1).isoformat()})
    assert found is not None
    assert found.code == ("voice_domestic" if code == "day" else code)


def test_a_charge_says_its_slots_and_its_rounding() -> None:
    rows = [
        {
            "code": "thirds",
            "kind": "voice",
            "slots": [
                {"millifen": 10_000, "per_units": 60, "increment": 60},
                {"millifen": 1_000, "per_units": 7, "increment": 1, "from_unit": 60},
            ],
            "roam_types": ["home"],
            "connect_fee": 500,
            "weight": 1,
        }
    ]
    catalogue, _ = read_catalogue(catalogue_text(tariffs=rows))

    charge = rate(record("a", quantity=70, started_at=NOON), catalogue=catalogue, offering="KEEP5")

    assert charge is not None
    assert charge.millifen == 11_929
    assert charge.derivation.startswith(
        "voice 70 s (home): thirds, catalogue 0 valid from 2020-01-01: connect fee 0.500"
        " + 1 started x 60 s x 10.000 + 10 s from 60 on x 1.000 / 7 = 11.929 fen,"
        " rounded once, half_up to 0.001"
    )


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"zones": ["atlantis"]}, "unknown zones: atlantis"),
        ({"offerings": ["KEEP9"]}, "unknown offerings: KEEP9"),
        ({"code": "voice_domestic"}, "said twice: voice_domestic"),
        (
            {"slots": [{"millifen": 1, "per_units": 1, "increment": 1, "from_unit": 5}]},
            "slots begin at 0",
        ),
        ({"stepping": {"units": 1, "pricing": "volume"}}, "by volume"),
    ],
)
def test_a_row_that_does_not_hang_together_is_refused(
    change: dict[str, Any], sentence: str
) -> None:
    row = {
        "code": "odd",
        "kind": "voice",
        "slots": [{"millifen": 1, "per_units": 1, "increment": 1}],
        "roam_types": ["home"],
    }

    with pytest.raises(Refusal) as refused:
        read_catalogue(catalogue_text(tariffs=[row | change]))

    assert refused.value.code == "CATALOGUE_INVALID"
    assert sentence in refused.value.sentence


def test_times_are_half_open() -> None:
    times = Times(frozenset({"mon"}), 60, 120)

    assert [times.hold(minute, day="mon") for minute in (59, 60, 119, 120)] == [
        False,
        True,
        True,
        False,
    ]
