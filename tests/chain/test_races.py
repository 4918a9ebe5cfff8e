"""Two want the same at once: one gets it."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from boss.emulator.v1 import faults_pb2
from harness.chain import Town
from launch.counter import Order, RefusedAtCounter
from launch.story import Anna


def both(town: Town, first: Anna, second: Anna) -> list[Order]:
    with ThreadPoolExecutor(2) as pool:
        placed = list(pool.map(town.asks_to_open, (first, second)))
    return [town.ends(order) for order in placed]


def another(town: Town, anna: Anna, *, place: int) -> Anna:
    """Return the same person with another free number and card in mind."""
    asked = {"state": "available", "limit": "1", "offset": str(place)}
    number = town.http.get("/v1/stock/numbers", params=asked).json()[0]["msisdn"]
    iccid = town.http.get("/v1/stock/sim-cards", params=asked).json()[0]["iccid"]
    return replace(anna, number=number, card=town.scene.stock.card(iccid))


@pytest.mark.holds("G_CARD_LIMIT")
def test_two_openings_on_the_last_place_of_a_paper(town: Town) -> None:
    anna = town.meets_somebody()
    for _ in range(4):
        assert town.ends(town.asks_to_open(another(town, anna, place=0))).state == "completed"

    ended = both(town, another(town, anna, place=0), another(town, anna, place=1))

    assert sorted(order.state for order in ended) == ["completed", "rejected"]
    refused = next(order for order in ended if order.state == "rejected")
    assert refused.content["refusal"]["code"] == "CARD_LIMIT_EXCEEDED"


def test_two_people_want_one_number(town: Town) -> None:
    anna, boris = town.meets_somebody(), town.meets_somebody()
    boris = replace(another(town, boris, place=5), number=anna.number)

    ended = both(town, anna, boris)

    assert sorted(order.state for order in ended) == ["completed", "rejected"]


@pytest.mark.holds("G_NO_OPEN_ORDER")
def test_second_wish_about_one_number_is_told_so_while_the_first_goes_on(town: Town) -> None:
    anna = town.opens_for_somebody(prepaid=5000)
    # The network does not answer until it is mended: the first goes on as long as we like.
    town.breaks(
        faults_pb2.Fault(
            element=faults_pb2.ELEMENT_HLR, kind=faults_pb2.FAULT_KIND_LOST, command="MOD ODB"
        )
    )
    first = town.scene.place(anna, "voluntary_suspension", months=1)

    code = ""
    try:
        town.scene.place(anna, "voluntary_suspension", months=1)
    except RefusedAtCounter as refusal:
        code = refusal.code

    town.mends()
    assert code == "OPEN_ORDER_EXISTS"
    assert town.ends(first).state == "completed"
