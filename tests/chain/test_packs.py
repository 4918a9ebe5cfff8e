"""Packs bought at the gateway, used through the network, and given back."""

from __future__ import annotations

from typing import Any

from harness.chain import Town, new_key
from harness.record_files import by_number, records
from launch.operations import bossctl
from launch.story import Anna

MB = 1024**2
PACK, PRICE, KILOBYTES = "DATA5", 500, 512_000


def allowances(town: Town, anna: Anna) -> Any:
    door = f"/v1/subscribers/{anna.subscriber}/allowances"
    return town.http.get(door).raise_for_status().json()


def buys(town: Town, anna: Anna, **more: Any) -> Any:
    door, key = f"/v1/subscribers/{anna.subscriber}/packs", {"Idempotency-Key": new_key()}
    # Sent twice, as an app does that got no answer.
    town.http.post(door, json={"pack": PACK, **more}, headers=key)
    return town.http.post(door, json={"pack": PACK, **more}, headers=key)


def test_a_pack_is_used_before_money_and_explains_itself(town: Town) -> None:
    anna = town.opens_for_somebody(prepaid=2000)
    before = town.balance(anna)

    bought = buys(town, anna)

    assert bought.status_code == 201, bought.text
    assert town.balance(anna) == before - PRICE
    assert town.scene.handsets.use_data(anna.sim, octets=490 * MB) == "let through"
    town.is_quiet()
    assert town.balance(anna) == before - PRICE
    (left,) = allowances(town, anna)
    assert (left["total"], left["used"]) == (KILOBYTES, 490 * 1024)
    # 10 MB are left: of 20 MB the other 10 cost 3 fen each.
    assert town.scene.handsets.use_data(anna.sim, octets=20 * MB) == "let through"
    town.comes_true(lambda: town.balance(anna) == before - PRICE - 30)
    last = by_number(records(town))[anna.number][-1]
    assert PACK in bossctl(town.operator, "explain", last.id)


def test_an_unused_pack_is_given_back_and_a_used_one_is_not(town: Town) -> None:
    anna = town.opens_for_somebody(prepaid=2000)
    before = town.balance(anna)
    unused = buys(town, anna).json()["allowance"]["id"]

    given_back = town.http.post(f"/v1/allowances/{unused}/cancellation", json={})

    assert (given_back.status_code, given_back.json()["givenBack"]) == (201, PRICE)
    assert town.balance(anna) == before
    assert allowances(town, anna) == []
    used = buys(town, anna).json()["allowance"]["id"]
    assert town.scene.handsets.use_data(anna.sim, octets=MB) == "let through"
    town.is_quiet()
    refused = town.http.post(f"/v1/allowances/{used}/cancellation", json={})
    assert (refused.status_code, refused.json()["code"]) == (422, "PACK_USED")
    assert town.balance(anna) == before - PRICE


def test_a_pack_she_cannot_pay_for_is_not_sold(town: Town) -> None:
    anna = town.opens_for_somebody(prepaid=1000)
    assert town.calls(anna, seconds=86_400) == "credit used up"
    town.is_quiet()

    refused = buys(town, anna)

    assert (refused.status_code, refused.json()["code"]) == (400, "INSUFFICIENT_BALANCE")
    assert refused.json()["field"] == "pack"
    assert allowances(town, anna) == []


def test_packs_are_offered_and_told_of(town: Town) -> None:
    anna = town.opens_for_somebody(prepaid=2000)
    buys(town, anna)

    sold = town.http.get("/v1/packs").json()
    offered = town.http.get(
        "/tmf-api/productCatalogManagement/v4/productOffering", params={"category.id": "packs"}
    ).json()
    report = town.http.get(
        "/tmf-api/usageConsumption/v4/usageConsumptionReport", params={"msisdn": anna.number}
    ).json()

    assert {one["code"] for one in sold} == {one["id"] for one in offered}
    assert PACK in {one["code"] for one in sold}
    (data,) = (one for one in report[0]["bucket"] if one["usageType"] == "data")
    assert data["bucketBalance"][0]["remainingValue"] == {
        "amount": KILOBYTES, "units": "kilobyte",
    }  # fmt: skip
