"""Data abroad through the chain: the switch names the network, and each group has its price."""

from __future__ import annotations

import pytest

from chain.test_money_questions import proof_of
from harness.chain import Town
from harness.record_files import by_number, reckon, records
from launch.operations import bossctl
from launch.story import Anna

MB = 1024**2
LET_THROUGH = "let through"
HONG_KONG, LONDON, NAIROBI = "45412", "23415", "63902"
USAGE = "/tmf-api/usageManagement/v4/usage"


def opens_roaming(town: Town, anna: Anna) -> None:
    """Take the bar away that everybody has (R-ROAM-1)."""
    assert switches(town, anna, "roaming") == "completed"
    town.is_quiet()


def switches(town: Town, anna: Anna, service: str, *, to: str = "open", days: int = 0) -> str:
    fields = {"service": service, "to": to} | ({"days": days} if days else {})
    return str(town.asks_for(anna, "roaming_and_long_distance", **fields).state)


def arrives(town: Town, anna: Anna) -> str:
    return town.scene.handsets.attach(anna.sim, abroad=LONDON)


def uses(town: Town, anna: Anna, *, network: str, megabytes: int) -> str:
    # Two sessions that begin in the same moment are one record twice (rules 7.11).
    town.later(seconds=1)
    town.comes_true(lambda: town.scene.handsets.attach(anna.sim, abroad=network) == LET_THROUGH)
    return town.scene.handsets.use_data(anna.sim, octets=megabytes * MB)


def test_abroad_each_group_of_countries_has_its_price_for_a_day(town: Town) -> None:
    anna = town.opens_for_somebody(prepaid=20_000)
    # Until her plan has started, and its first fee is taken.
    town.is_quiet()
    before = town.balance(anna)
    opens_roaming(town, anna)

    there = [
        uses(town, anna, network=network, megabytes=megabytes)
        for network, megabytes in ((HONG_KONG, 2), (LONDON, 4), (NAIROBI, 1), (HONG_KONG, 1))
    ]
    town.comes_true(lambda: town.balance(anna) == before - 300 - 1200 - 900)
    # The last one costs nothing more, so the balance does not tell that it is written.
    town.comes_true(lambda: len(by_number(records(town))[anna.number]) == len(there))
    hers = by_number(records(town))[anna.number]
    beyond = uses(town, anna, network=LONDON, megabytes=60)
    town.is_quiet()
    asked = {"msisdn": anna.number, "limit": "9", "proof": proof_of(town, anna)}
    listed = town.http.get(USAGE, params=asked).raise_for_status().json()
    told = bossctl(town.operator, "explain", hers[1].id)

    assert there == [LET_THROUGH] * 4
    assert reckon(hers).millifen == 2400 * 1000
    assert [one.visited_plmn for one in hers] == [HONG_KONG, LONDON, NAIROBI, HONG_KONG]
    # 46 MB were left of the day in this group.
    assert beyond == "credit used up"
    assert town.balance(anna) == before - 300 - 6000 - 900
    assert "GB is middle" in told
    assert "from GB (23415)" in told
    countries = {
        said["value"]
        for one in listed
        for said in one["usageCharacteristic"]
        if said["name"] == "visitedCountry"
    }
    assert countries == {"HK", "GB", "KE"}


@pytest.mark.holds("R-ROAM-1", "R-ROAM-2")
def test_abroad_is_closed_unless_asked_for_and_calls_home_need_long_distance(town: Town) -> None:
    anna = town.opens_for_somebody(prepaid=20_000)
    closed, call_abroad = arrives(town, anna), "0012125550100"

    assert switches(town, anna, "roaming") == "completed"
    town.comes_true(lambda: arrives(town, anna) == LET_THROUGH)
    barred = town.calls(anna, seconds=1)
    assert switches(town, anna, "long_distance") == "completed"
    town.comes_true(lambda: town.calls(anna, seconds=1) == LET_THROUGH)
    assert town.calls(anna, seconds=1, to=call_abroad) == LET_THROUGH
    assert switches(town, anna, "roaming", to="closed") == "completed"
    town.comes_true(lambda: arrives(town, anna) == closed)
    again = town.asks_for(anna, "roaming_and_long_distance", service="roaming", to="closed")

    assert (closed, barred) == ("roaming not allowed", "barred international")
    assert again.content["refusal"]["code"] == "NOTHING_TO_DO"
    assert "everything agrees" in bossctl(town.operator, "reconcile")


def test_its_days_end_by_themselves_each_on_its_own(town: Town) -> None:
    anna = town.opens_for_somebody(prepaid=20_000)
    assert switches(town, anna, "roaming", days=1) == "completed"
    assert switches(town, anna, "long_distance", days=3) == "completed"
    town.comes_true(lambda: arrives(town, anna) == LET_THROUGH)

    town.later(days=1)
    town.comes_true(lambda: arrives(town, anna) == "roaming not allowed")
    town.comes_true(lambda: town.scene.handsets.attach(anna.sim) == LET_THROUGH)
    assert town.calls(anna, seconds=1, to="0012125550100") == LET_THROUGH

    town.later(days=2)
    town.comes_true(
        lambda: town.calls(anna, seconds=1, to="0012125550100") == "barred international"
    )
    assert town.can_call_friend(anna)


@pytest.mark.holds("R-ROAM-4")
def test_arrears_close_both_and_paying_does_not_open_them(town: Town) -> None:
    anna = town.opens_for_somebody(prepaid=5000)
    for service in ("roaming", "long_distance"):
        assert switches(town, anna, service) == "completed"
    town.comes_true(lambda: arrives(town, anna) == LET_THROUGH)
    assert town.scene.handsets.attach(anna.sim) == LET_THROUGH

    town.talks_until_stopped(anna)
    town.is_quiet()
    town.pays(anna, fen=20_000)
    town.comes_true(lambda: town.level(anna) == "none")

    assert arrives(town, anna) == "roaming not allowed"
    town.comes_true(lambda: town.scene.handsets.attach(anna.sim) == LET_THROUGH)
    assert town.calls(anna, seconds=1, to="0012125550100") == "barred international"
    assert "everything agrees" in bossctl(town.operator, "reconcile")
