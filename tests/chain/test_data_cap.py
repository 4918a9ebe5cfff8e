"""Data at its cap, through the chain: cut off in the session, open again at her wish or the 1st."""

from datetime import timedelta

import pytest

from harness.chain import Town
from launch.operations import bossctl
from launch.story import Anna

GB = 1024**3
LET_THROUGH, CUT_OFF = "let through", "credit used up"
THE_CAP = 60_000
"""Fen."""
SHANGHAI = timedelta(hours=8)


def uses(town: Town, anna: Anna, gigabytes: int) -> str:
    answer = town.scene.handsets.use_data(anna.sim, octets=gigabytes * GB)
    town.is_quiet()
    return answer


def on_the_first(town: Town) -> None:
    local = town.now() + SHANGHAI
    first = (local.replace(day=1) + timedelta(days=32)).replace(day=1, hour=9)
    moved = town.http.post("/v1/clock", json={"to": (first - SHANGHAI).isoformat()})
    assert moved.is_success, moved.text
    town.is_quiet()


@pytest.mark.holds("T29")
def test_data_stops_at_600_yuan_goes_on_at_her_wish_and_on_the_first(town: Town) -> None:
    anna = town.opens_for_somebody()
    town.pays(anna, fen=200_000)
    before = town.balance(anna)

    within = uses(town, anna, 199)
    beyond = uses(town, anna, 3)
    spent = before - town.balance(anna)
    again = uses(town, anna, 1)
    call = town.calls(anna)
    town.is_quiet()
    bossctl(town.operator, "usage", "open-data", anna.subscriber, "--reason", "she asked")
    left = town.balance(anna)
    opened = uses(town, anna, 1)
    more = left - town.balance(anna)
    uses(town, anna, 210)
    second_cap = left - town.balance(anna)
    cut_again = uses(town, anna, 1)
    on_the_first(town)
    new_month = uses(town, anna, 1)

    assert (within, beyond, again) == (LET_THROUGH, CUT_OFF, CUT_OFF)
    assert spent == THE_CAP
    assert call == LET_THROUGH
    assert (opened, more) == (LET_THROUGH, 300)
    assert (second_cap, cut_again) == (THE_CAP, CUT_OFF)
    assert new_month == LET_THROUGH
