"""Topping up and looking back through the real gateway: what is told is what was booked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import httpx
import jwt
import pytest

from harness.chain import FRIEND, Town, new_key
from harness.checks import proof_for_list
from launch.issuer import ALGORITHM, issue
from launch.story import OFFERING, Anna

ANOTHER_FRIEND = "01065550199"
BALANCES = "/tmf-api/prepayBalanceManagement/v4"
CATALOGUE = "/tmf-api/productCatalogManagement/v4"
CONSUMPTION = "/tmf-api/usageConsumption/v4"
PAYMENTS = "/tmf-api/paymentManagement/v4"
USAGE = "/tmf-api/usageManagement/v4"


@contextmanager
def herself(town: Town, anna: Anna) -> Iterator[httpx.Client]:
    """Sign her in, in the app."""
    headers = {"Authorization": f"Bearer {token_of(town, anna)}"}
    with httpx.Client(base_url=town.operator.rest, headers=headers, timeout=60.0) as http:
        yield http


def token_of(town: Town, anna: Anna) -> str:
    """Return a token that names her as the customer, as an operator's issuer makes it."""
    keys, subject = town.operator.surroundings.keys, f"customer-{anna.customer}"
    plain = issue(keys, subject=subject, roles=("customer",), channel="app")
    claims = jwt.decode(plain, options={"verify_signature": False})
    return jwt.encode(
        {**claims, "customer_id": anna.customer},
        keys.signing_key.read_text(),
        algorithm=ALGORITHM,
        headers={"kid": jwt.get_unverified_header(plain)["kid"]},
    )


def topup(anna: Anna, yuan: Any) -> Mapping[str, Any]:
    return {
        "amount": {"amount": yuan, "units": "CNY"},
        "logicalResource": [{"id": anna.number}],
    }


def test_a_topup_sent_twice_is_booked_once(town: Town) -> None:
    anna = town.opens_for_somebody(prepaid=5000)
    before, key = town.balance(anna), {"Idempotency-Key": new_key()}

    with herself(town, anna) as http:
        answers = [
            town.http.post(f"{BALANCES}/topupBalance", json=topup(anna, 12.5), headers=key)
            for _ in range(2)
        ]
        made = answers[0].json()
        read = http.get(answers[0].headers["Location"]).json()
        (bucket,) = http.get(f"{BALANCES}/bucket").json()
        payment = http.get(f"{PAYMENTS}/payment/{made['id']}").json()

    assert [one.status_code for one in answers] == [201, 201]
    assert answers[1].json() == made == read
    assert town.balance(anna) == before + 1250
    assert bucket["remainingValue"] == {"units": "CNY", "amount": (before + 1250) / 100}
    assert (payment["totalAmount"]["value"], payment["channel"]["id"]) == (12.5, "hall")


@contextmanager
def bank(town: Town) -> Iterator[httpx.Client]:
    """Sign a bank in, in its own channel."""
    keys = town.operator.surroundings.keys
    token = issue(keys, subject="bank of beijing", roles=("payer",), channel="bank")
    headers = {"Authorization": f"Bearer {token}"}
    with httpx.Client(base_url=town.operator.rest, headers=headers, timeout=60.0) as http:
        yield http


def test_a_bank_says_what_it_collected_and_looks_at_nothing(town: Town) -> None:
    anna, boris = town.opens_for_somebody(), town.meets_somebody()
    before = town.balance(anna)

    with bank(town) as at_the_bank:
        made = at_the_bank.post(f"{BALANCES}/topupBalance", json=topup(anna, 10))
    with herself(town, boris) as http:
        looks = [
            http.get(made.headers["Location"]),
            http.get(f"{BALANCES}/bucket", params={"logicalResource.id": anna.number}),
            http.get(f"{USAGE}/usage", params={"product.id": anna.subscriber}),
            http.get(f"{PAYMENTS}/payment", params={"msisdn": anna.number}),
            http.get(f"{CONSUMPTION}/usageConsumptionReport", params={"msisdn": anna.number}),
        ]

    assert (made.status_code, town.balance(anna)) == (201, before + 1000)
    assert {one.status_code for one in looks} == {403}
    assert {one.json()["code"] for one in looks} == {"NOT_YOURS"}


def test_an_itemised_list_explains_every_fen_that_is_gone(town: Town) -> None:
    anna = town.opens_for_somebody(prepaid=5000)
    before = town.balance(anna)
    # Not the same friend: where the clock stands, a second call to her is the same call again.
    for friend, seconds in ((FRIEND, 61), (ANOTHER_FRIEND, 30)):
        assert town.calls(anna, to=friend, seconds=seconds) == "let through"
    town.comes_true(lambda: town.balance(anna) == before - 45)

    with herself(town, anna) as http:
        hers = {"proof": proof_for_list(town, anna, http)}
        part = http.get(f"{USAGE}/usage", params={"limit": 1, "usageType": "voice", **hers})
        whole = http.get(f"{USAGE}/usage", params={"product.id": anna.subscriber, **hers}).json()
        one = http.get(f"{USAGE}/usage/{whole[0]['id']}", params=hers).json()
        (report,) = http.get(f"{CONSUMPTION}/usageConsumptionReport").json()
    unchecked = town.http.get(f"{USAGE}/usage", params={"msisdn": anna.number})
    clerks = town.http.get(
        f"{USAGE}/usage", params={"msisdn": anna.number, "proof": proof_of(town, anna)}
    ).json()

    charged = [row["ratedProductUsage"][0]["taxIncludedRatingAmount"]["value"] for row in whole]
    assert (part.status_code, part.headers["X-Total-Count"]) == (206, "2")
    assert sorted(charged) == [0.15, 0.3]
    assert one["usageCharacteristic"] == whole[0]["usageCharacteristic"]
    assert said(one, "derivation").endswith("the rest is carried")
    assert unchecked.json()["code"] == "VERIFICATION_REQUIRED"
    assert "*" in said(clerks[0], "peer")
    assert "*" not in said(whole[0], "peer")
    used = {
        counter["value"]["units"]: counter["value"]
        for counter in report["bucket"][0]["bucketCounter"]
    }
    assert used["second"]["amount"] == 91


@pytest.mark.holds("R-CDR-2")
def test_a_list_of_more_than_six_months_is_refused(town: Town) -> None:
    anna = town.opens_for_somebody()

    answer = town.http.get(
        f"{USAGE}/usage",
        params={
            "product.id": anna.subscriber,
            "usageDate.gte": "2020-01-01T00:00:00Z",
            "proof": proof_of(town, anna),
        },
    )

    assert (answer.status_code, answer.json()["code"]) == (400, "PERIOD_NOT_ALLOWED")
    assert answer.json()["field"] == "usageDate.gte"


def test_what_is_sold_has_its_prices(town: Town) -> None:
    (plan,) = town.http.get(f"{CATALOGUE}/productOffering", params={"id": OFFERING}).json()

    prices = [town.http.get(one["href"]).json() for one in plan["productOfferingPrice"]]

    assert {"recurring", "oneTime", "usage"} == {one["priceType"] for one in prices}
    assert all(one["price"]["unit"] == "CNY" for one in prices)


def proof_of(town: Town, anna: Anna) -> str:
    """See her paper at the counter."""
    return town.scene.counter.check(anna.customer, kinds=("id_seen",), paper=anna.paper)


def said(usage: Mapping[str, Any], name: str) -> str:
    """Return what a record says of itself."""
    return str(next(one["value"] for one in usage["usageCharacteristic"] if one["name"] == name))
