"""An account that pays for a sub-card too (副卡): its money is there once, use by number."""

from typing import Any

import pytest
from pretend_desks import NUMBER
from pretend_money import ANNA, CARD, CARD_NUMBER, SUBSCRIBER
from pretend_world import World

BALANCES = "/tmf-api/prepayBalanceManagement/v4"
CONSUMPTION = "/tmf-api/usageConsumption/v4"
REPORT = f"{CONSUMPTION}/usageConsumptionReport"
QUERY = f"{CONSUMPTION}/queryUsageConsumption"
HERS = {"relatedParty.id": ANNA}


@pytest.fixture(autouse=True)
def with_a_card(world: World) -> None:
    world.notes.has_card = True


@pytest.mark.parametrize("resource", ["bucket", "accumulatedBalance"])
async def test_money_of_two_numbers_is_seen_once(world: World, resource: str) -> None:
    answer = await world.http.get(f"{BALANCES}/{resource}", params=HERS, headers=world.clerk())

    ids = [row["id"] for row in answer.json()]
    assert "account" in ids
    assert len(ids) == len(set(ids))
    assert {row["product"][0]["id"] for row in answer.json()} == {SUBSCRIBER}


async def test_money_asked_for_by_the_number_of_a_card_is_shown_with_it(world: World) -> None:
    asked = {"msisdn": CARD_NUMBER}
    answer = await world.http.get(f"{BALANCES}/bucket", params=asked, headers=world.clerk())

    money = answer.json()[0]
    assert (money["id"], money["logicalResource"][0]["id"]) == ("account", CARD_NUMBER)


async def test_payments_for_two_numbers_are_asked_for_by_one_account(world: World) -> None:
    await world.http.get(f"{BALANCES}/topupBalance", params=HERS, headers=world.clerk())

    assert list(world.notes.last("ListPaymentsRequest").account_ids) == ["account"]


@pytest.mark.parametrize("resource", [REPORT, QUERY])
async def test_use_of_two_numbers_is_listed_by_each_and_read_where_it_says(
    world: World, resource: str
) -> None:
    rows = (await world.http.get(resource, params=HERS, headers=world.clerk())).json()

    assert [row["id"] for row in rows] == [SUBSCRIBER, CARD]
    for row in rows:
        read = await world.http.get(row["href"], headers=world.clerk())
        assert world.notes.last("SumUsageRequest").subscriber_id == row["id"]
        assert read.json() == row


async def test_counters_of_two_numbers_differ_and_what_is_left_is_the_same(world: World) -> None:
    one, other = (await world.http.get(REPORT, params=HERS, headers=world.clerk())).json()

    ids = [{row["id"] for row in report["bucket"]} for report in (one, other)]
    assert ids[0] - ids[1] == {f"{SUBSCRIBER}.voice"}
    assert ids[1] - ids[0] == {f"{CARD}.voice"}


async def queries(world: World, **criteria: str) -> Any:
    body = {"searchCriteria": {name: [{"id": value}] for name, value in criteria.items()}}
    return await world.http.post(QUERY, headers=world.clerk(), json=body)


@pytest.mark.parametrize("named", [{"product": CARD}, {"logicalResource": CARD_NUMBER}])
async def test_a_query_about_a_card_and_its_account_is_about_the_card(
    world: World, named: dict[str, str]
) -> None:
    made = await queries(world, partyAccount="account", **named)

    assert made.headers["Location"] == f"{QUERY}/{CARD}"
    assert world.notes.last("SumUsageRequest").subscriber_id == CARD
    read = await world.http.get(made.headers["Location"], headers=world.clerk())
    assert read.json() == made.json()


async def test_a_query_about_two_numbers_of_one_account_is_refused(world: World) -> None:
    answer = await queries(world, product=CARD, logicalResource=NUMBER)

    assert (answer.status_code, answer.json()["field"]) == (400, "product")
    assert world.notes.said("SumUsageRequest") == 0
