"""A number waits at the counter for who looked at it, and for nobody else (rules 4.2)."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import httpx

from harness.chain import Town
from launch.story import Anna

STOCK = "/v1/stock/numbers"


def holds(town: Town, anna: Anna) -> httpx.Response:
    return town.http.post(f"{STOCK}/{anna.number}/hold", json={"customerId": anna.customer})


def test_who_looked_at_it_gets_it_and_nobody_else(town: Town) -> None:
    anna, boris = town.meets_somebody(), town.meets_somebody()
    boris = replace(boris, number=anna.number)

    with ThreadPoolExecutor(2) as counters:
        answers = list(counters.map(lambda who: holds(town, who), (anna, boris)))
    assert sorted(one.status_code for one in answers) == [201, 422]
    assert {one.json()["code"] for one in answers if one.status_code == 422} == {
        "NUMBER_NOT_AVAILABLE"
    }
    first, second = (anna, boris) if answers[0].is_success else (boris, anna)

    refused = town.ends(town.asks_to_open(second))
    waiting = town.http.get(f"{STOCK}/{anna.number}").json()
    # The card the other had in mind was not taken with them.
    sold = town.ends(town.asks_to_open(first))

    assert refused.content["refusal"]["code"] == "NUMBER_NOT_AVAILABLE"
    assert (waiting["state"], waiting["heldFor"]) == ("held", first.customer)
    assert sold.state == "completed"
    assert town.http.get(f"{STOCK}/{anna.number}").json()["state"] == "in_use"


def test_after_half_an_hour_everybody_may_have_it(town: Town) -> None:
    anna, boris = town.meets_somebody(), town.meets_somebody()
    boris = replace(boris, number=anna.number)
    assert holds(town, anna).status_code == 201

    town.later(minutes=31)

    found = town.http.get(STOCK, params={"prefix": anna.number.removeprefix("86")}).json()
    assert [one["state"] for one in found] == ["available"]
    assert town.ends(town.asks_to_open(boris)).state == "completed"
