"""Groups of countries: which network is where, and what use costs there."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from house_of_billing import NOON, catalogue_files, catalogue_text
from hypothesis import given
from hypothesis import strategies as st
from test_catalogue import DROP, broken
from test_storage import record

from billing.catalogue.domain.catalogue import Catalogue, Catalogues
from billing.catalogue.domain.countries import ONE_PRICE, Country, CountryGroups
from billing.catalogue.domain.tariff import let_through, price_of_span
from billing.catalogue.wire.catalogue import read_catalogue
from billing.rating.domain.rating import rate, tariff_of
from billing.rating.wire.usage import usage_record_of
from boss.provisioning.v1 import events_pb2
from kernel.errors import Invalid, Refusal

SHIPPED = replace(read_catalogue(catalogue_text())[0], version=1)
FRIEND, ENGLAND = "8613900009999", "442079460000"
HONG_KONG, LONDON, NAIROBI, A_SHIP = "45412", "23415", "63902", "90112"
NOWHERE = "64710"
"""A network of a country that no group of the shipped catalogue names."""


def abroad(kind: str = "voice", **changes: object) -> Any:
    usual = {"kind": kind, "roam_type": "international", "visited_plmn": HONG_KONG}
    return record("a", **(usual | changes))


def charged(made: Any, catalogue: Catalogue = SHIPPED) -> int | None:
    charge = rate(made, catalogue=catalogue, offering="KEEP5")
    return charge.millifen // 1000 if charge else None


@pytest.mark.parametrize(
    ("plmn", "yuan"), [(HONG_KONG, 3), (LONDON, 6), (NAIROBI, 9), (A_SHIP, 9), ("", 3)]
)
def test_3_megabytes_of_a_day_cost_3_6_or_9_yuan(plmn: str, yuan: int) -> None:
    row = tariff_of(abroad("data", visited_plmn=plmn), catalogue=SHIPPED, offering="KEEP5")

    assert row is not None
    assert [price_of_span(row, kilobytes) // 100_000 for kilobytes in (0, 1, 3072, 3073)] == [
        0,
        yuan,
        yuan,
        2 * yuan,
    ]
    assert price_of_span(row, 50 * 1024) == 10 * yuan * 100_000
    assert let_through(row) == 50 * 1024


@pytest.mark.parametrize(
    ("kind", "peer", "fen"),
    [
        ("voice", FRIEND, [99, 199, 299]),
        ("voice", ENGLAND, [199, 299, 399]),
        ("voice", "8816123456789", [1999, 1999, 1999]),
        ("sms", FRIEND, [39, 69, 99]),
        ("sms", ENGLAND, [129, 159, 199]),
        ("mms", FRIEND, [129, 129, 129]),
        ("voice", "110", [0, 0, 0]),
    ],
)
def test_calls_and_messages_have_their_price_in_each_group(
    kind: str, peer: str, fen: list[int]
) -> None:
    quantity = 60 if kind == "voice" else 1
    found = [
        charged(abroad(kind, peer=peer, quantity=quantity, visited_plmn=plmn))
        for plmn in (HONG_KONG, LONDON, NAIROBI)
    ]

    assert found == fen


@pytest.mark.parametrize("kind", ["voice", "sms"])
def test_a_record_that_names_no_network_costs_what_it_did_before_there_were_groups(
    kind: str,
) -> None:
    silent = abroad(kind, visited_plmn="", quantity=60)

    assert charged(silent) == charged(abroad(kind, quantity=60))


@pytest.mark.parametrize("kind", ["voice", "sms", "mms", "data"])
@pytest.mark.parametrize("plmn", [NOWHERE, "46000", "00101", "99999"])
def test_what_no_group_names_has_no_price(kind: str, plmn: str) -> None:
    assert tariff_of(abroad(kind, visited_plmn=plmn), catalogue=SHIPPED, offering="KEEP5") is None


def test_at_home_nobody_asks_which_network_it_was() -> None:
    home = record("a", visited_plmn=NOWHERE)

    assert charged(home) == charged(record("a")) == 15


def test_a_derivation_says_the_network_its_country_and_its_group() -> None:
    there = rate(abroad(quantity=61), catalogue=SHIPPED, offering="KEEP5")
    again = rate(abroad(quantity=61, visited_plmn=LONDON), catalogue=SHIPPED, offering="KEEP5")
    silent = rate(abroad(quantity=61, visited_plmn=""), catalogue=SHIPPED, offering="KEEP5")

    assert there is not None
    assert again is not None
    assert silent is not None
    assert there.derivation.startswith(
        "voice 61 s (international, 45412): voice_roaming_home, catalogue 1 valid from 2020-01-01,"
        " HK is near: 2 started x 60 s x 99.000 = 198.000 fen"
    )
    assert "voice_roaming_home_middle" in again.derivation
    assert "GB is middle" in again.derivation
    assert silent.derivation.startswith("voice 61 s (international): voice_roaming_home, ")
    assert ", no network named: near: " in silent.derivation


def one_price() -> Catalogue:
    """Return a catalogue from before there were groups."""
    files = catalogue_files()
    rows = [
        {name: said for name, said in row.items() if name != "country_groups"}
        for row in files["tariffs.yaml"]["tariffs"]
        if not row["code"].endswith(("_middle", "_far"))
    ]
    return read_catalogue(catalogue_text(tariffs=rows, roaming=None))[0]


@pytest.mark.parametrize("plmn", ["", HONG_KONG, NAIROBI, NOWHERE])
def test_a_catalogue_without_groups_has_one_price_for_all_countries(plmn: str) -> None:
    before = one_price()

    assert before.countries == ONE_PRICE
    assert charged(abroad(quantity=60, visited_plmn=plmn), before) == 99
    row = tariff_of(abroad("data", visited_plmn=plmn), catalogue=before, offering="KEEP5")
    assert row is not None
    assert row.code == "data_roaming"
    assert "near" not in str(rate(abroad(), catalogue=before, offering="KEEP5"))


def test_the_longest_prefix_says_where_a_network_is() -> None:
    island, country = Country("XA", "dear"), Country("GB", "cheap")
    groups = CountryGroups({"234": country, "23450": island}, "cheap")

    assert [groups.of(plmn) for plmn in ("23415", "23450", "234501", "45400")] == [
        country,
        island,
        island,
        None,
    ]


def test_a_row_for_a_group_goes_before_one_for_all() -> None:
    general = {
        "code": "anywhere",
        "kind": "voice",
        "slots": [{"millifen": 1000, "per_units": 60, "increment": 60}],
        "roam_types": ["international"],
    }
    special = general | {"code": "far_only", "country_groups": ["far"]}
    heavy = general | {"code": "heavy", "weight": 1, "times": [{"days": ["mon"]}]}
    catalogue, _ = read_catalogue(catalogue_text(tariffs=[general, special, heavy]))

    def code(plmn: str, at: datetime = NOON) -> str:
        use = abroad(visited_plmn=plmn, started_at=at)
        row = tariff_of(use, catalogue=catalogue, offering="KEEP5")
        assert row is not None
        return row.code

    assert [code(plmn) for plmn in (NAIROBI, HONG_KONG, "")] == ["far_only", "anywhere", "anywhere"]
    assert code(NAIROBI, datetime(2026, 11, 23, 4, tzinfo=UTC)) == "heavy"


ROW = next(
    place
    for place, row in enumerate(catalogue_files()["tariffs.yaml"]["tariffs"])
    if row["code"] == "data_roaming"
)
GROUPS = ("roaming", "groups")
PACK = next(
    place
    for place, one in enumerate(catalogue_files()["packs.yaml"]["packs"])
    if one["code"] == "ROAMDAY"
)


@pytest.mark.parametrize(
    ("path", "value", "sentence"),
    [
        (("roaming", "of_unnamed"), "moon", "there is no group moon"),
        ((*GROUPS, "far", "GB"), ["234"], "networks said twice: 234"),
        ((*GROUPS, "empty"), {}, "groups without a country: empty"),
        ((*GROUPS, "far", "Kenya"), ["639"], "pattern"),
        ((*GROUPS, "far", "KE"), [], "at least 1 item"),
        ((*GROUPS, "far", "KE"), ["6390211"], "pattern"),
        (("tariffs", ROW, "country_groups"), ["moon"], "data_roaming names unknown groups: moon"),
        (("tariffs", ROW, "country_groups"), ["near", "far"], "names its one group"),
        (("tariffs", ROW, "country_groups"), DROP, "names its one group"),
        (("tariffs", ROW, "roam_types"), ["home"], "groups of countries are for use abroad"),
        (("roaming",), DROP, "names unknown groups: near"),
        (("packs", PACK, "included", "country_groups"), ["moon"], "what has no price beyond it"),
        (("packs", 0, "included", "country_groups"), ["far"], "for use abroad"),
    ],
)
def test_groups_that_do_not_hang_together_are_refused(
    path: tuple[str | int, ...], value: object, sentence: str
) -> None:
    with pytest.raises(Refusal) as refused:
        read_catalogue(json.dumps(broken(path, value)))

    assert refused.value.code == "CATALOGUE_INVALID"
    assert sentence in refused.value.sentence


@pytest.mark.parametrize("plmn", ["4541", "4541234", "HK", "45 12", "４５４１２", "45412\n"])
def test_a_network_that_is_none_was_not_written_by_a_switch(plmn: str) -> None:
    message = events_pb2.UsageRecorded(
        record_id="r",
        subscriber_id="s",
        kind="voice",
        msisdn="8613900000001",
        peer=FRIEND,
        roam_type="intl",
        visited_plmn=plmn,
    )
    message.started_at.FromDatetime(NOON)

    with pytest.raises(Invalid) as refused:
        usage_record_of(message)

    assert (refused.value.code, refused.value.field) == ("FIELD_NOT_VALID", "visited_plmn")


PLMNS = st.from_regex(r"[0-9]{5,6}", fullmatch=True)


@given(
    prefixes=st.dictionaries(
        st.from_regex(r"[0-9]{3,6}", fullmatch=True), st.sampled_from(["a", "b", "c"]), max_size=9
    ),
    plmn=PLMNS,
    more=st.integers(0, 3),
)
def test_a_checker_that_looks_at_every_prefix_agrees(
    prefixes: dict[str, str], plmn: str, more: int
) -> None:
    known = prefixes | ({plmn[: 3 + more]: "a"} if more else {})
    groups = CountryGroups({one: Country("XA", group) for one, group in known.items()}, "b")
    fitting = [one for one in known if plmn.startswith(one)]
    expected = known[max(fitting, key=len)] if fitting else None

    assert groups.group_of(plmn) == (expected if known else "b")
    assert groups.group_of("") == "b"


def test_the_country_is_that_of_the_day() -> None:
    later = replace(one_price(), version=2, valid_from=datetime(2026, 12, 1, tzinfo=UTC).date())
    both = Catalogues((SHIPPED, later))
    december = datetime(2026, 12, 2, tzinfo=UTC)

    assert [both.country_of(plmn, at=NOON) for plmn in (LONDON, NOWHERE, "")] == ["GB", "", ""]
    assert both.country_of(LONDON, at=december) == ""
    assert Catalogues().country_of(LONDON, at=NOON) == ""
