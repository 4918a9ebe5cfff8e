"""新开户 through the chain: it works, it comes back when the network refuses, and it is refused."""

from dataclasses import replace

import pytest

from harness.chain import FRIEND, Town, new_key
from launch.counter import RefusedAtCounter

ORDERS = "/tmf-api/productOrderingManagement/v4/productOrder"


def test_number_works_and_the_books_say_so(town: Town) -> None:
    anna = town.opens_for_somebody(prepaid=5000)

    assert town.calls(anna, to=FRIEND, seconds=61) == "let through"
    town.comes_true(lambda: town.balance(anna) < 5000)
    assert town.subscriber(anna)["state"] == "active"


@pytest.mark.holds("AC-OPEN-6")
def test_everything_comes_back_when_the_network_refuses_for_good(town: Town) -> None:
    anna = town.meets_somebody()
    town.network_refuses("ADD TPLSUB", code="ERR3106")

    order = town.ends(town.asks_to_open(anna))

    assert order.state == "failed"
    assert town.sees(anna) is None
    again = town.ends(town.asks_to_open(anna))
    assert again.state == "completed"


def test_network_that_is_busy_fails_nothing(town: Town) -> None:
    anna = town.meets_somebody()
    town.network_refuses("ADD TPLSUB", code="ERR3202", times=2)

    order = town.ends(town.asks_to_open(anna))

    assert order.state == "completed"


def test_number_somebody_has_is_not_available(town: Town) -> None:
    anna, boris = town.opens_for_somebody(), town.meets_somebody()

    order = town.ends(town.asks_to_open(boris, msisdn=anna.number))

    assert order.state == "rejected"
    assert order.content["refusal"]["code"] == "NUMBER_NOT_AVAILABLE"


@pytest.mark.holds("G_CARD_LIMIT")
def test_sixth_number_of_a_paper_is_refused(town: Town) -> None:
    anna = town.meets_somebody()
    for _ in range(5):
        assert town.ends(town.asks_to_open(anna)).state == "completed"
        counter = town.scene.counter
        card = town.scene.stock.card(counter.free_card())
        anna = replace(anna, number=counter.free_number(), card=card)

    order = town.ends(town.asks_to_open(anna))

    assert order.content["refusal"]["code"] == "CARD_LIMIT_EXCEEDED"


def test_without_a_proof_there_is_no_order(town: Town) -> None:
    anna = town.meets_somebody()

    with pytest.raises(RefusedAtCounter) as refusal:
        town.scene.counter.order("new_subscription", customer=anna.customer, msisdn=anna.number)

    assert refusal.value.code in {"VERIFICATION_REQUIRED", "FIELD_MISSING"}


def test_same_key_places_one_order(town: Town) -> None:
    anna = town.meets_somebody()
    order = town.ends(town.asks_to_open(anna))
    body = {
        "category": "voluntary_suspension",
        "relatedParty": [{"id": anna.customer, "role": "customer"}],
        "proof": [town.scene.counter.check(anna.customer, kinds=("id_seen",), paper=anna.paper)],
        "productOrderItem": [
            {
                "product": {
                    "id": order.subscriber,
                    "productCharacteristic": [{"name": "months", "value": 3}],
                }
            }
        ],
    }
    key = {"Idempotency-Key": new_key()}

    first = town.http.post(ORDERS, json=body, headers=key).json()
    second = town.http.post(ORDERS, json=body, headers=key).json()

    assert first["id"] == second["id"]
