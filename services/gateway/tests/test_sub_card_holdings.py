"""An account that pays for a sub-card too (副卡): its money is there once, use by number."""

import pytest
from pretend_money import ANNA, CARD_NUMBER, SUBSCRIBER
from pretend_world import World

BALANCES = "/tmf-api/prepayBalanceManagement/v4"
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


async def test_use_of_two_numbers_is_asked_for_by_each(world: World) -> None:
    path = "/tmf-api/usageConsumption/v4/usageConsumptionReport"
    answer = await world.http.get(path, params=HERS, headers=world.clerk())

    assert len(answer.json()) == 2
    assert world.notes.said("SumUsageRequest") == 2
