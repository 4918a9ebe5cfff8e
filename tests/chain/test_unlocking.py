"""解锁 through the chain: a lost number, a suspect one, a password and vouchers work again."""

from __future__ import annotations

from typing import Any

import pytest

from boss.values.v1 import values_pb2
from chain.test_money_questions import herself
from chain.test_service_passwords import GOOD, tries
from harness.books import Books
from harness.chain import Town
from harness.checks import sets_password
from harness.stops import ALL_BARS, bars, stops
from kernel.ids import new_id
from launch.counter import Order, RefusedAtCounter
from launch.story import Anna

TOPUP = "/tmf-api/prepayBalanceManagement/v4/topupBalance"
TWO_WAY = values_pb2.BARRING_LEVEL_TWO_WAY
LOST, FRAUD = values_pb2.STOP_REASON_LOST, values_pb2.STOP_REASON_FRAUD


def unlocks(town: Town, anna: Anna, *kinds: str, **fields: Any) -> Order:
    """Ask in the hall, seen as far as these checks; return the order when it is over."""
    counter = town.scene.counter
    proof = counter.check(anna.customer, kinds=kinds or ("id_seen",), paper=anna.paper)
    order = counter.order(
        "unlocking",
        customer=anna.customer,
        subscriber=anna.subscriber,
        proofs=[proof],
        **fields,
    )
    return town.ends(order)


@pytest.mark.parametrize(
    ("reason", "kinds", "fields"),
    [
        (LOST, ("id_seen",), {"kind": "loss"}),
        (FRAUD, ("id_seen", "face"), {"kind": "fraud", "notice": "N-2026-1"}),
    ],
)
def test_a_stopped_number_is_reached_again(
    town: Town, reason: Any, kinds: tuple[str, ...], fields: dict[str, str]
) -> None:
    anna = town.opens_for_somebody(prepaid=5000)
    stops(town, anna, reason, TWO_WAY)
    bars(town, anna, **ALL_BARS)
    assert town.calls(anna) == "barred outgoing"

    order = unlocks(town, anna, *kinds, **fields)

    assert order.state == "completed"
    assert (town.subscriber(anna)["state"], town.subscriber(anna)["stops"]) == ("active", [])
    assert town.calls(anna) == "let through"
    assert Books(town).network_differs() == []


def test_a_suspect_number_asks_for_more_than_a_lost_one(town: Town) -> None:
    anna = town.opens_for_somebody(prepaid=5000)
    stops(town, anna, FRAUD, TWO_WAY)
    bars(town, anna, **ALL_BARS)

    with pytest.raises(RefusedAtCounter) as refused:
        unlocks(town, anna, "id_seen", kind="fraud", notice="N-2026-1")
    assert refused.value.code == "VERIFICATION_REQUIRED"
    unsigned = unlocks(town, anna, "id_seen", "face", kind="fraud")
    assert unsigned.content["refusal"]["code"] == "NOTICE_NOT_SIGNED"
    assert unlocks(town, anna, kind="loss").content["refusal"]["code"] == "NOT_LOCKED"
    assert town.level(anna) == "two_way"


def test_a_password_locked_today_proves_again(town: Town) -> None:
    anna = town.opens_for_somebody(prepaid=5000)
    with herself(town, anna) as http:
        sets_password(town, anna, http)
        for _ in range(3):
            tries(anna, http, "141421")
        assert tries(anna, http, GOOD) == "PASSWORD_LOCKED"

        assert unlocks(town, anna, kind="service_password").state == "completed"

        assert tries(anna, http, GOOD) == "proves"
    again = unlocks(town, anna, kind="service_password")
    assert again.content["refusal"]["code"] == "NOT_LOCKED"


def test_who_guessed_vouchers_tries_again(town: Town) -> None:
    anna = town.opens_for_somebody(prepaid=5000)
    with herself(town, anna) as http:
        body = {"voucher": "1111222233334444", "logicalResource": [{"id": anna.number}]}
        codes = [http.post(TOPUP, json=body).json()["code"] for _ in range(6)]
        assert codes[-1] == "VOUCHER_LOCKED"

        assert unlocks(town, anna, kind="recharge_voucher").state == "completed"

        assert http.post(TOPUP, json=body).json()["code"] == "VOUCHER_UNKNOWN"


def test_the_puk_is_read_by_its_order_and_by_nobody_else(town: Town) -> None:
    anna, boris = town.opens_for_somebody(prepaid=5000), town.opens_for_somebody(prepaid=5000)
    door = f"/v1/subscribers/{anna.subscriber}/puk"
    order = unlocks(town, anna, kind="sim_pin")
    assert order.state == "completed"

    read = town.http.get(door, params={"order": order.id})
    without = town.http.get(door, params={"order": new_id()})
    with herself(town, boris) as http:
        anothers = http.get(door, params={"order": order.id})
        own = http.get(f"/v1/subscribers/{boris.subscriber}/puk", params={"order": order.id})

    assert read.json() == {"puk": town.scene.stock.card(anna.sim.iccid).puk}
    assert without.json()["code"] == own.json()["code"] == "PUK_NOT_GRANTED"
    assert anothers.json()["code"] == "NOT_YOURS"
    assert read.json()["puk"] not in str(order.content)


def test_the_puk_of_a_card_that_was_replaced_is_read_by_nobody(town: Town) -> None:
    anna = town.opens_for_somebody(prepaid=5000)
    order = unlocks(town, anna, kind="sim_pin")
    card = town.scene.stock.card(town.scene.counter.free_card())
    assert town.asks_for(anna, "sim_swap", new_iccid=card.iccid, kind="lost").state == "completed"

    read = town.http.get(f"/v1/subscribers/{anna.subscriber}/puk", params={"order": order.id})

    assert read.json()["code"] == "PUK_NOT_GRANTED"


def test_what_is_not_asked_for_there_changes_nothing(town: Town) -> None:
    anna = town.opens_for_somebody(prepaid=5000)
    stops(town, anna, LOST, TWO_WAY)
    bars(town, anna, **ALL_BARS)
    with herself(town, anna) as http:
        shown = {"category": "unlocking", "productOrderItem": [{
            "id": "1", "action": "modify", "product": {
                "id": anna.subscriber,
                "productCharacteristic": [{"name": "kind", "value": "service_password"}],
            },
        }]}  # fmt: skip
        refused = http.post("/tmf-api/productOrderingManagement/v4/productOrder", json=shown)

    assert refused.json()["code"] == "CHANNEL_NOT_ALLOWED"
    assert town.level(anna) == "two_way"
