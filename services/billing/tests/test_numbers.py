"""Numbers however they are written: one number has one price, before use and after it."""

from dataclasses import replace
from typing import Any

import pytest
from asking import Asking
from house_of_billing import ANNA, HouseOfBilling, catalogue_text
from hypothesis import given, settings
from hypothesis import strategies as st
from test_storage import account_of, record
from using import CARLA, Using

from billing.accounts.domain.account import AccountState
from billing.allowances.domain.usage import Charge, Reason
from billing.catalogue.domain.catalogue import Catalogue, Catalogues
from billing.catalogue.domain.zones import Zones
from billing.catalogue.wire.catalogue import read_catalogue
from billing.rating.domain.rating import judge_usage, rate
from kernel.errors import Invalid
from kernel.plan_of_china import CHINA

HOME = {
    "13900009999", "+8613900009999", "008613900009999", "8613900009999", "013900009999",
    "10657525551234", "+8610657525551234", "125201391234567", "4008123456", "8008101234", "95555",
    "96096", "01088886666", "1088886666", "88188666", "1795113900009999", "+8695555", "12306",
    "1259301088886666", "1008611",
}  # fmt: skip
HONG_KONG = {"0085291234567", "+85291234567", "85291234567", "179510085291234567"}
AMERICA = {"+13125550100", "0013125550100", "12125550100", "+1 212 555 0100"}


def catalogue_of(**changes: Any) -> Catalogue:
    return replace(read_catalogue(catalogue_text(**changes))[0], version=1)


SHIPPED = catalogue_of()
OPEN = replace(account_of(ANNA), state=AccountState.OPEN)


def cost(peer: str, catalogue: Catalogue = SHIPPED, **changes: Any) -> int | None:
    made = record("a", peer=peer, quantity=60, **changes)
    charge = rate(made, catalogue=catalogue, offering="KEEP5")
    return charge.millifen if charge else None


@pytest.mark.parametrize("peer", sorted(HOME))
def test_numbers_of_the_country_have_the_price_of_the_country(peer: str) -> None:
    assert cost(peer) == 15_000
    assert cost(peer, kind="sms") == 600_000


@pytest.mark.parametrize("peer", sorted(HONG_KONG | AMERICA))
def test_numbers_abroad_have_the_price_of_abroad(peer: str) -> None:
    assert cost(peer) == 99_000


@pytest.mark.parametrize("peer", ["10086", "+8610086", "8610086", "008610086", "110", "+86110"])
def test_what_is_free_is_free_however_it_is_dialled(peer: str) -> None:
    assert cost(peer) == 0


@pytest.mark.parametrize("peer", ["999079460000", "+999079460000", "me@example.org", "*100#"])
def test_what_leads_nowhere_waits_and_says_why(peer: str) -> None:
    known = Catalogues((SHIPPED,))
    judged = judge_usage(record("a", peer=peer), account=OPEN, catalogues=known)

    assert judged.reason is Reason.NO_TARIFF


@given(
    st.one_of(
        st.from_regex(r"[!-~]{1,40}", fullmatch=True),
        st.from_regex(r"(\+|00|0|86|\+86|17951)?[0-9]{3,15}", fullmatch=True),
    )
)
@settings(deadline=None)
def test_every_peer_has_one_price_in_all_spellings_or_a_named_reason(peer: str) -> None:
    known = Catalogues((SHIPPED,))
    ways = {peer, CHINA.normal(peer)}
    number = CHINA.read(peer)
    if number is not None and number.has_country:
        ways |= {f"{number.via}+{number.digits}", f"{number.via}00{number.digits}"}

    outcomes = [
        judge_usage(record("a", peer=one), account=OPEN, catalogues=known).outcome
        for one in sorted(ways)
    ]

    assert all(isinstance(one, Charge) or one is Reason.NO_TARIFF for one in outcomes)
    assert len({getattr(one, "millifen", one) for one in outcomes}) == 1


async def test_before_use_every_spelling_costs_what_its_record_will(house: HouseOfBilling) -> None:
    await house.has(ANNA, left=1000)
    switch = Asking(house)

    for peer in sorted(HOME | HONG_KONG | AMERICA):
        grant = await switch.reserves(ANNA, 60, peer=peer.replace(" ", ""))
        assert grant.reserved_millifen == cost(peer)
        await switch.releases(grant)


def test_own_and_other_networks_are_told_apart_by_their_prefixes() -> None:
    zones = {"own": ["86134", "86139"]}
    row = {"code": "own", "kind": "voice", "zones": ["own"], "roam_types": ["home"]}
    slots = [{"millifen": 7000, "per_units": 60, "increment": 60}]
    made = catalogue_of(zones=zones, tariffs=[row | {"slots": slots}])

    assert {cost(one, made) for one in ("13900009999", "+86 139 0000 9999")} == {7000}
    assert cost("13000009999", made) == 15_000


def test_classes_and_beginnings_of_service_numbers_may_be_zones_of_their_own() -> None:
    said = {
        "service_provider": "providers",
        "10657": "games",
        "shared_cost": "half",
        "ip_call": "ip",
        "12593": "own_ip",
        "fixed": "landlines",
    }
    zones = Zones({"1": "america", "852": "hong_kong"}, "86", said)
    peers = ("1069012345", "10657525551234", "4008123456", "1795113900009999",
             "1259313900009999", "01088886666", "88886666", "95555", "0085291234567")  # fmt: skip

    assert [zones.of(one) for one in peers] == [
        "providers", "games", "half", "ip", "own_ip", "landlines", "landlines", "domestic",
        "hong_kong",
    ]  # fmt: skip


def test_a_class_with_a_zone_of_its_own_has_the_price_of_its_row() -> None:
    row = {"code": "sp", "kind": "sms", "zones": ["providers"], "roam_types": ["home"]}
    slots = [{"millifen": 100_000, "per_units": 1, "increment": 1}]
    made = catalogue_of(
        services={"service_provider": "providers"}, zones={}, tariffs=[row | {"slots": slots}]
    )

    assert cost("+8610657525551234", made, kind="sms") == 6_000_000
    assert cost("10657525551234", made) is None
    assert cost("95555", made, kind="sms") == 600_000


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"services": {"bank": "x"}}, "catalogue.services.bank"),
        ({"services": {"8613": "x"}}, "catalogue.services.8613"),
        ({"zones": {"a": ["0085"]}}, "catalogue.zones.a.0"),
        ({"free_numbers": ["000"]}, "catalogue.free_numbers.0"),
    ],
)
def test_what_no_number_begins_with_is_refused_with_its_place(
    said: dict[str, Any], field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        read_catalogue(catalogue_text(**({"tariffs": []} | said)))

    assert (refused.value.code, refused.value.field) == ("CATALOGUE_INVALID", field)


@pytest.mark.parametrize("said", ["13900009999", "+8613900009999", "8613900009999"])
async def test_what_is_directed_at_a_number_pays_however_both_are_written(
    house: HouseOfBilling, said: str
) -> None:
    await house.has(CARLA, left=1000)
    using = Using(house)
    pack = {
        "code": "FRIEND",
        "name": "Friend",
        "price": 0,
        "included": {"code": "friend", "kind": "voice", "units": 10, "peers": [said]},
        "validity": "month",
        "channels": ["hall", "system"],
    }
    await house.loads_catalogue(valid_from="2026-11-22", packs=[pack])
    await using.buys("FRIEND")

    await house.hears(*(
        house.call(CARLA, seconds=60, peer=one)
        for one in ("13900009999", "+8613900009999", "008613900009999")
    ))  # fmt: skip

    assert ("pack", "voice", 7) in await using.left()


@given(
    mobile=st.from_regex(r"\A86?1[0-9]{9,12}\Z"),
    prefixes=st.dictionaries(
        st.from_regex(r"\A86?1?[0-9]{0,4}\Z").filter(bool), st.sampled_from("xyz"), max_size=5
    ),
    services=st.dictionaries(st.sampled_from(["mobile", "fixed", "ip_call"]), st.just("s")),
)
@settings(deadline=None)
def test_the_short_way_to_the_zone_of_a_mobile_is_the_long_one(
    mobile: str, prefixes: dict[str, str], services: dict[str, str]
) -> None:
    zones = Zones(prefixes, "86", services)
    longer = Zones({**prefixes, **{f"{mobile[:4]}{n}": "other" for n in "0"}}, "86", services)

    # What is spelled otherwise never takes the short way.
    assert zones.of(mobile) == zones.of(f"+{mobile}") or not mobile.startswith("86")
    if not mobile[4:].startswith("0"):
        assert zones.of(mobile) == longer.of(mobile)
