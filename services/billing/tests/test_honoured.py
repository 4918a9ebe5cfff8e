"""What a catalogue is accepted with, rating and grants honour; the rest is refused by place."""

import asyncio
import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from asking import Asking
from fake_unit_of_work import WHATEVER_IS_TOLD, FakeUnitOfWork
from house_of_billing import ANNA, NOON, HouseOfBilling, catalogue_files, catalogue_text
from hypothesis import given, settings
from hypothesis import strategies as st
from pretend_store import Store
from pydantic import BaseModel
from test_rerating import corrects
from test_storage import account_of, record

from billing.accounts.domain.account import AccountState
from billing.accounts.ports import BySubscriber
from billing.allowances.domain.usage import UsageRecord
from billing.catalogue.domain.catalogue import Catalogue
from billing.catalogue.wire.catalogue import read_catalogue
from billing.catalogue.wire.catalogue_form import OfferingForm, RateForm
from billing.catalogue.wire.countries import CountryGroupsForm
from billing.catalogue.wire.included import IncludedForm, PackForm
from billing.catalogue.wire.tariffs import CapForm, SlotForm, SteppingForm, TariffForm, TimesForm
from billing.charging.domain.reservation import Grant
from billing.charging.usecases.rate_usage import rate_usage
from billing.charging.usecases.reserve_units import GrantTerms, Reserve, reserve_units
from kernel.errors import Invalid, NotAllowed, Refusal
from kernel.ids import new_id
from kernel.money import fen

ROW: dict[str, Any] = {
    "code": "row",
    "kind": "voice",
    "roam_types": ["home"],
    "weight": 9,
    "slots": [{"millifen": 600, "per_units": 60, "increment": 60}],
}
DATA_ROW = ROW | {"kind": "data", "slots": [{"millifen": 3, "per_units": 1, "increment": 1}]}
NIGHT = {"days": ["mon"], "begin": "22:00", "end": "06:00"}
TERMS = GrantTerms(validity=timedelta(hours=1), hold=timedelta(days=31), ahead=timedelta(minutes=5))


def steps(**said: Any) -> dict[str, Any]:
    return {"units": 600, "most_millifen": 60_000} | said


def slots(*begins: int, increment: int = 60) -> list[dict[str, int]]:
    return [
        {"millifen": 600, "per_units": 60, "increment": increment, "from_unit": one}
        for one in begins
    ]


OBJECTIONS = [
    # A part that begins inside an increment would be charged twice.
    (ROW | {"slots": slots(0, 90)}, "slots.1.from_unit"),
    (ROW | {"slots": slots(0, 60, 100)}, "slots.2.from_unit"),
    # A cap that nothing fits under, or that a span does not know.
    (ROW | {"cap": {"millifen": 599, "rule": "cuts_off"}}, "cap.millifen"),
    (DATA_ROW | {"cap": {"millifen": 9, "rule": "cuts_off"}, "stepping": steps()}, "cap.rule"),
    (DATA_ROW | {"cap": {"millifen": 9, "rule": "frees"}, "stepping": {"units": None}}, "cap"),
    (DATA_ROW | {"connect_fee": 1, "stepping": steps()}, "connect_fee"),
    (DATA_ROW | {"stepping": steps(most_millifen=2, rule="cuts_off")}, "stepping.most_millifen"),
    (DATA_ROW | {"stepping": {"units": 600, "rule": "cuts_off"}}, "stepping.rule"),
    # Steps and uses that are not whole.
    (ROW | {"stepping": steps(units=601)}, "stepping.units"),
    (ROW | {"stepping": steps(each=7)}, "stepping.units"),
    (ROW | {"stepping": steps(most_units=61, each=60)}, "stepping.most_units"),
    (ROW | {"slots": slots(0, 600), "stepping": steps()}, "slots.1.from_unit"),
    (ROW | {"slots": slots(0, 30, increment=30), "stepping": {"each": 60}}, "slots.1.from_unit"),
    # By volume there is one step, and more may cost less.
    (ROW | {"stepping": {"units": 600, "pricing": "volume"}}, "stepping.units"),
    (
        ROW | {"stepping": {"most_millifen": 600, "rule": "cuts_off", "pricing": "volume"}},
        "stepping.rule",
    ),
    # What can never hold.
    (ROW | {"times": [NIGHT]}, "times.0.end"),
    (DATA_ROW | {"zones": ["domestic", "europe"]}, "zones.1"),
    (ROW | {"offerings": ["KEEP5", "CARD"]}, "offerings.1"),
]
CARD = {
    "code": "CARD", "name": "Card", "monthly_fee": 0, "prepayment": 0, "channels": ["hall"],
    "sub_card": True,
}  # fmt: skip


def files_with(row: dict[str, Any]) -> dict[str, Any]:
    """Return the files, and the offerings without what would need other rows."""
    files = catalogue_files()
    offerings = [one | {"included": []} for one in files["offerings.yaml"]["offerings"]]
    files["offerings.yaml"] = {"offerings": [*offerings, CARD]}
    files["packs.yaml"] = {"packs": []}
    files["tariffs.yaml"] = {"tariffs": [row]}
    return files


@pytest.mark.parametrize(("row", "field"), OBJECTIONS)
def test_what_could_not_be_honoured_is_refused_with_file_row_and_field(
    row: dict[str, Any], field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        read_catalogue(json.dumps(files_with(row)))

    where = f"catalogue.tariffs.0.{field}"
    assert (refused.value.code, refused.value.field) == ("CATALOGUE_INVALID", where)
    assert refused.value.sentence.startswith(f"{where} (tariffs.yaml, row): ")


@pytest.mark.parametrize(
    ("included", "field"),
    [
        ({"times": [NIGHT]}, "times.0.end"),
        ({"peers": ["13900009999", "0085291234567"]}, "peers.1"),
        ({"peers": ["+999"]}, "peers.0"),
        ({"peers": ["friend"]}, "peers.0"),
    ],
)
def test_what_is_included_for_no_use_is_refused(included: dict[str, Any], field: str) -> None:
    files = catalogue_files()
    pack = files["packs.yaml"]["packs"][0] | {
        "code": "ODD", "included": {"code": "odd", "kind": "voice", "units": 5} | included,
    }  # fmt: skip
    files["packs.yaml"] = {"packs": [pack]}

    with pytest.raises(Invalid) as refused:
        read_catalogue(json.dumps(files))

    assert refused.value.field == f"catalogue.packs.0.included.{field}"
    assert "(packs.yaml, ODD odd)" in refused.value.sentence


def test_a_form_that_is_wrong_names_its_file_and_row_too() -> None:
    with pytest.raises(Invalid) as refused:
        read_catalogue(json.dumps(files_with(ROW | {"weight": -1})))

    assert refused.value.field == "catalogue.tariffs.0.weight"
    assert "(tariffs.yaml, row)" in refused.value.sentence


# ---- A cap that cuts off ends a use, and what was used beyond it is charged.


async def test_a_cap_that_cuts_off_ends_a_call(house: HouseOfBilling) -> None:
    row = ROW | {"cap": {"millifen": 3_000, "rule": "cuts_off"}}
    await house.loads_catalogue(valid_from="2026-11-22", tariffs=[row])
    await house.has(ANNA, left=1_000)
    switch = Asking(house)

    grant = await switch.reserves(ANNA, 3_600)
    more = await switch.extends(grant, 7_200)
    await switch.releases(grant)
    await house.hears(house.call(ANNA, seconds=600))

    assert (grant.units, grant.is_final, grant.reserved_millifen) == (300, True, 3_000)
    assert (more.units, more.is_final) == (300, True)
    # Who goes on all the same pays for it.
    assert await house.left(ANNA) == 1_000 - 6


async def test_a_text_beyond_the_cap_is_not_let_through(house: HouseOfBilling) -> None:
    row = ROW | {
        "kind": "sms",
        "slots": [{"millifen": 600, "per_units": 1, "increment": 1}],
        "cap": {"millifen": 1_500, "rule": "cuts_off"},
    }
    await house.loads_catalogue(valid_from="2026-11-22", tariffs=[row])
    await house.has(ANNA, left=1_000)
    switch = Asking(house)

    assert (await switch.reserves(ANNA, 2, kind="sms")).units == 2
    refusal = await house.refuses("USE_CAP_REACHED", switch.reserves(ANNA, 3, kind="sms"))
    assert refusal.field == "units"


async def test_a_month_of_calls_is_cut_off_and_goes_on_with_the_next(house: HouseOfBilling) -> None:
    row = ROW | {"stepping": {"each": 60, "most_units": 600}}
    await house.loads_catalogue(valid_from="2026-11-22", tariffs=[row])
    await house.has(ANNA, left=9_000)
    switch = Asking(house)
    await house.hears(house.call(ANNA, seconds=541))

    await house.refuses("USE_CAP_REACHED", switch.reserves(ANNA, 60))
    await house.turns_clock_to(NOON + timedelta(days=20))

    assert (await switch.reserves(ANNA, 900)).units == 600


# ---- A price inside a month.


@pytest.mark.parametrize(
    ("day", "change", "refused"),
    [
        ("2026-12-02", {"slots": [{"millifen": 9, "per_units": 1, "increment": 1}]}, True),
        ("2026-12-02", {"stepping": steps(units=1_200)}, True),
        ("2026-12-01", {"slots": [{"millifen": 9, "per_units": 1, "increment": 1}]}, False),
        ("2026-12-02", {"code": "other"}, False),
        ("2026-12-02", {"weight": 10}, False),
    ],
)
async def test_what_prices_a_month_changes_with_the_month(
    house: HouseOfBilling,
    day: str,
    change: dict[str, Any],
    refused: bool,  # noqa: FBT001
) -> None:
    row = DATA_ROW | {"stepping": steps()}
    await house.loads_catalogue(valid_from="2026-11-22", tariffs=[row])

    loading = house.loads_catalogue(valid_from=day, tariffs=[row | change])

    if refused:
        refusal = await house.refuses("CATALOGUE_SPLITS_MONTH", loading)
        assert refusal.field == "catalogue.valid_from"
        assert "row" in refusal.sentence
    else:
        await loading


async def test_a_version_between_two_may_not_split_a_month_either(house: HouseOfBilling) -> None:
    row = DATA_ROW | {"stepping": steps()}
    dearer = row | {"slots": [{"millifen": 9, "per_units": 1, "increment": 1}]}
    await house.loads_catalogue(valid_from="2026-11-22", tariffs=[row])
    await house.loads_catalogue(valid_from="2027-01-10", tariffs=[row])

    between = house.loads_catalogue(valid_from="2026-12-01", tariffs=[dearer])

    await house.refuses("CATALOGUE_SPLITS_MONTH", between)


async def test_a_correction_goes_before_those_of_the_versions_after_it(
    house: HouseOfBilling,
) -> None:
    row = DATA_ROW | {"stepping": steps()}
    dearer = row | {"slots": [{"millifen": 9, "per_units": 1, "increment": 1}]}
    await house.loads_catalogue(valid_from="2026-11-22", tariffs=[row])

    for day in ("2026-11-01", "2026-11-22"):
        await corrects(house, valid_from=day, tariffs=[dearer])

    await house.has(ANNA, left=1_000)
    await house.hears(house.call(ANNA, seconds=0, kind="data", peer="ctnet", octets=100 * 1024))
    assert await house.left(ANNA) == 1_000


# ---- Whatever is accepted: what is granted is paid for, and slices cost what the whole costs.

PRICES = st.fixed_dictionaries(
    {
        "millifen": st.integers(0, 5_000),
        "per_units": st.sampled_from([1, 7, 60, 1024]),
        "increment": st.sampled_from([1, 2, 6, 60]),
    }
)


@st.composite
def rows(draw: st.DrawFn) -> dict[str, Any]:
    begins = sorted({0, *draw(st.lists(st.sampled_from([6, 60, 90, 120, 600]), max_size=2))})
    made = ROW | {
        "kind": draw(st.sampled_from(["voice", "sms", "data"])),
        "slots": [draw(PRICES) | {"from_unit": one} for one in begins],
        "connect_fee": draw(st.sampled_from([0, 0, 250])),
        "cap": draw(
            st.none()
            | st.fixed_dictionaries(
                {"millifen": st.integers(0, 90_000), "rule": st.sampled_from(["frees", "cuts_off"])}
            )
        ),
        "rounding": draw(st.sampled_from(["half_up", "half_even", "up", "down"])),
        "to_millifen": draw(st.sampled_from([1, 10, 1000])),
        "stepping": draw(
            st.none()
            | st.fixed_dictionaries(
                {
                    "units": st.sampled_from([None, None, 600, 1200]),
                    "most_millifen": st.none() | st.integers(0, 200_000),
                    "span": st.sampled_from(["month", "day"]),
                    "rule": st.sampled_from(["frees", "frees", "cuts_off"]),
                    "most_units": st.none() | st.sampled_from([60, 660, 1_800]),
                    "each": st.sampled_from([1, 1, 6, 60]),
                    "pricing": st.sampled_from(["slots", "volume"]),
                }
            )
        ),
    }
    if made["stepping"] is not None and draw(st.integers(0, 9)):
        # Most of what is drawn says what can be honoured.
        made["connect_fee"], made["cap"] = 0, None
        if made["stepping"]["pricing"] == "volume":
            made["stepping"] |= {"units": None, "rule": "frees"}
        if made["stepping"]["each"] > 1:
            made["slots"] = made["slots"][:1]
    return made


def begun(catalogue: Catalogue, *, balance: int) -> Store:
    store = Store()
    store.kept.catalogues.append((catalogue, ""))
    store.kept.accounts[ANNA.account] = replace(
        account_of(ANNA),
        state=AccountState.OPEN,
        balance=fen(balance),
        paid_from=NOON - timedelta(days=300),
    )
    return store


async def reserved(store: Store, use: UsageRecord) -> Grant | None:
    try:
        asked = Reserve(BySubscriber(ANNA.id), replace(use, id=new_id()))
        given = await reserve_units(asked, uow=FakeUnitOfWork(store), terms=TERMS, now=NOON)
    except (NotAllowed, Refusal) as refusal:
        assert refusal.code in {
            "DATA_CAP_REACHED", "USE_CAP_REACHED", "INSUFFICIENT_BALANCE",
        }  # fmt: skip
        return None
    return given.grant


async def rated(store: Store, records: Sequence[UsageRecord]) -> int:
    """Rate them one after the other; return what all of them cost."""
    for one in records:
        await rate_usage(
            [one], uow=FakeUnitOfWork(store), batch_id=one.id, now=NOON, acceptable=WHATEVER_IS_TOLD
        )
    found = [store.kept.usage[one.id].charge for one in records]
    assert all(found)
    return sum(one.millifen for one in found if one)


@given(
    row=rows(),
    before=st.lists(st.integers(1, 400), max_size=3),
    wanted=st.integers(1, 3_000),
    balance=st.integers(0, 300),
    share=st.integers(1, 100),
)
@settings(deadline=None, max_examples=150)
def test_whatever_is_accepted_what_is_granted_is_paid_for(
    row: dict[str, Any], before: list[int], wanted: int, balance: int, share: int
) -> None:
    try:
        catalogue, _ = read_catalogue(json.dumps(files_with(row)))
    except Invalid as refusal:
        assert (refusal.field or "").startswith("catalogue.tariffs.0.")
        return
    catalogue = replace(catalogue, version=1)
    octets = 1024 if row["kind"] == "data" else 1

    async def live() -> None:
        store = begun(catalogue, balance=balance + 1_000_000)
        used = [
            record(f"b{number}", kind=row["kind"], quantity=one, file_seq=number)
            for number, one in enumerate(before, 1)
        ]
        await rated(store, used)
        account = store.kept.accounts[ANNA.account]
        store.kept.accounts[ANNA.account] = replace(account, balance=fen(balance), carry=0)
        use = record("u", kind=row["kind"], quantity=wanted * octets)
        given = await reserved(store, use)
        if given is None:
            return
        units = given.units // octets
        assert given.millifen <= balance * 1_000
        part = max(1, units * share // 100) if row["kind"] != "sms" else units
        ended = record("ended", kind=row["kind"], quantity=part, file_seq=99)

        costs = await rated(store, [ended])

        # Wherever it ends, what was kept aside pays for it; all of it costs what was kept aside.
        assert costs <= given.millifen
        by_volume = (row["stepping"] or {}).get("pricing") == "volume"
        if part == units and not by_volume:
            assert costs == given.millifen

    asyncio.run(live())


@given(
    row=rows(),
    calls=st.lists(st.integers(1, 400), min_size=2, max_size=4),
    balance=st.integers(0, 3_000),
)
@settings(deadline=None, max_examples=100)
def test_uses_beside_each_other_are_paid_for_together(
    row: dict[str, Any], calls: list[int], balance: int
) -> None:
    try:
        catalogue, _ = read_catalogue(json.dumps(files_with(row)))
    except Invalid:
        return
    catalogue = replace(catalogue, version=1)
    octets = 1024 if row["kind"] == "data" else 1

    async def live() -> None:
        store = begun(catalogue, balance=balance)
        ended = []
        for number, one in enumerate(calls, 1):
            use = record("u", kind=row["kind"], quantity=one * octets)
            given = await reserved(store, use)
            if given is not None:
                units = given.units // octets
                ended.append(
                    record(f"e{number}", kind=row["kind"], quantity=units, file_seq=number)
                )

        await rated(store, ended)

        assert store.kept.accounts[ANNA.account].balance >= fen(0)

    asyncio.run(live())


@given(row=rows(), calls=st.lists(st.integers(1, 500), min_size=1, max_size=6), data=st.data())
@settings(deadline=None, max_examples=100)
def test_a_span_costs_the_same_in_any_order_and_slices(
    row: dict[str, Any], calls: list[int], data: st.DataObject
) -> None:
    try:
        catalogue, _ = read_catalogue(json.dumps(files_with(row)))
    except Invalid:
        return
    catalogue = replace(catalogue, version=1)
    made = [
        record(f"c{number}", kind=row["kind"], quantity=one, file_seq=number)
        for number, one in enumerate(calls, 1)
    ]
    order = data.draw(st.permutations(made))
    stepping = row["stepping"]

    async def live() -> None:
        one = await rated(begun(catalogue, balance=10_000), made)
        other = await rated(begun(catalogue, balance=10_000), order)
        assert one == other
        if stepping is not None:
            each = stepping["each"]
            whole = sum(-(-seconds // each) * each for seconds in calls)
            together = record("whole", kind=row["kind"], quantity=whole, file_seq=1)
            assert one == await rated(begun(catalogue, balance=10_000), [together])

    asyncio.run(live())


# ---- No field of the forms is without a proof.

PROVED: dict[type[BaseModel], dict[str, str]] = {
    TariffForm: dict.fromkeys(
        ("code", "kind", "slots", "connect_fee", "cap", "stepping", "rounding", "to_millifen"),
        "here, and test_tariffs",
    )
    | dict.fromkeys(("zones", "offerings", "times", "weight"), "test_tariffs, test_numbers")
    | dict.fromkeys(("roam_types", "country_groups"), "test_countries, test_roaming"),
    SlotForm: dict.fromkeys(("millifen", "per_units", "increment", "from_unit"), "here"),
    CapForm: dict.fromkeys(("millifen", "rule"), "here"),
    SteppingForm: dict.fromkeys(
        ("units", "most_millifen", "span", "rule", "most_units", "each", "pricing"),
        "here, and test_tiers",
    ),
    TimesForm: dict.fromkeys(("days", "begin", "end"), "here, and test_tariffs"),
    RateForm: dict.fromkeys(
        ("code", "kind", "unit", "price_millifen", "roam_types", "offerings"), "test_rating"
    ),
    IncludedForm: dict.fromkeys(
        ("code", "kind", "units", "roam_types", "zones", "country_groups", "peers", "times",
         "rolls_over"),
        "test_allowances, test_drawing, test_reserving_allowances",
    ),
    PackForm: dict.fromkeys(
        ("code", "name", "price", "included", "validity", "renews", "once", "channels", "sellable"),
        "test_packs",
    ),
    OfferingForm: dict.fromkeys(
        ("code", "name", "monthly_fee", "prepayment", "payment_type", "credit_limit", "channels",
         "sellable", "no_suspension", "included", "sub_cards", "sub_card"),
        "test_steps, test_monthly_fee, test_postpaid, test_sub_cards",
    ),
    CountryGroupsForm: dict.fromkeys(("of_unnamed", "groups"), "test_countries"),
}  # fmt: skip


@pytest.mark.parametrize("form", PROVED, ids=lambda form: form.__name__)
def test_every_field_is_proved_somewhere(form: type[BaseModel]) -> None:
    assert set(PROVED[form]) == set(form.model_fields)
    assert catalogue_text()
