"""A customer learns nothing of others: what is another's and what is not there are told alike."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx
import jwt
import pytest

from harness.chain import Town, new_key
from kernel.ids import new_id
from launch.issuer import ALGORITHM, issue
from launch.story import Anna

NOBODYS_NUMBER = "8613900199999"
TMF = "/tmf-api"
ORDER = f"{TMF}/productOrderingManagement/v4/productOrder"


@pytest.fixture(scope="module")
def boris(town: Town) -> Iterator[httpx.Client]:
    """Somebody with a number of his own, signed in to the app."""
    his = town.opens_for_somebody()
    token = customers_token(town, his.customer)
    headers = {"Authorization": f"Bearer {token}"}
    with httpx.Client(base_url=town.operator.rest, headers=headers, timeout=20) as client:
        assert client.get(f"/v1/subscribers/{his.subscriber}/balance").is_success
        yield client


def customers_token(town: Town, customer: str) -> str:
    """Return a token of the app that says which customer somebody is."""
    keys = town.operator.surroundings.keys
    said = issue(keys, subject="boris", roles=("customer",), channel="app")
    claims = jwt.decode(said, options={"verify_signature": False}) | {"customer_id": customer}
    header = {"kid": jwt.get_unverified_header(said)["kid"]}
    return jwt.encode(claims, keys.signing_key.read_text(), algorithm=ALGORITHM, headers=header)


@pytest.fixture(scope="module")
def anna(town: Town) -> Anna:
    return town.opens_for_somebody()


def told(answer: httpx.Response) -> tuple[int, bytes, set[str]]:
    return answer.status_code, answer.content, set(answer.headers)


def test_what_is_read_of_another_and_of_nobody_is_the_same(
    town: Town, boris: httpx.Client, anna: Anna
) -> None:
    town.pays(anna, fen=100)
    account = str(town.http.get(f"/v1/subscribers/{anna.subscriber}/balance").json()["id"])
    orders = town.http.get(ORDER, params={"productOrderItem.product.id": anna.subscriber}).json()
    paid = town.http.get(f"{TMF}/paymentManagement/v4/payment", params={"account.id": account})
    theirs = {
        "subscriber": (anna.subscriber, new_id()),
        "number": (anna.number, NOBODYS_NUMBER),
        "account": (account, new_id()),
        "order": (orders[0]["id"], new_id()),
        "payment": (paid.json()[0]["id"], new_id()),
        "customer": (anna.customer, new_id()),
    }
    paths = [
        ("subscriber", "/v1/subscribers/{}"), ("number", "/v1/subscribers/{}"),
        ("subscriber", "/v1/subscribers/{}/balance"), ("number", "/v1/subscribers/{}/balance"),
        ("subscriber", "/v1/subscribers/{}/usage"), ("number", "/v1/subscribers/{}/usage"),
        ("subscriber", "/v1/subscribers/{}/postings"), ("number", "/v1/subscribers/{}/postings"),
        ("subscriber", "/v1/subscribers/{}/allowances"),
        ("number", "/v1/subscribers/{}/allowances"),
        ("account", "/v1/accounts/{}/books"),
        ("order", f"{ORDER}/{{}}"), ("order", f"{ORDER}/{{}}/events"),
        ("order", f"{ORDER}?id={{}}"),
        ("subscriber", f"{ORDER}?productOrderItem.product.id={{}}"),
        ("payment", f"{TMF}/paymentManagement/v4/payment/{{}}"),
        ("payment", f"{TMF}/paymentManagement/v4/payment?id={{}}"),
        ("payment", f"{TMF}/prepayBalanceManagement/v4/topupBalance/{{}}"),
        ("account", f"{TMF}/prepayBalanceManagement/v4/bucket/{{}}"),
        ("account", f"{TMF}/prepayBalanceManagement/v4/bucket?id={{}}"),
        ("account", f"{TMF}/prepayBalanceManagement/v4/accumulatedBalance/{{}}"),
        ("number", f"{TMF}/prepayBalanceManagement/v4/bucket?logicalResource.id={{}}"),
        ("account", f"{TMF}/prepayBalanceManagement/v4/bucket?partyAccount.id={{}}"),
        ("subscriber", f"{TMF}/usageConsumption/v4/usageConsumptionReport/{{}}"),
        ("number", f"{TMF}/usageManagement/v4/usage?msisdn={{}}"),
        ("customer", f"{TMF}/customerManagement/v4/customer/{{}}"),
        ("customer", f"{TMF}/party/v4/individual/{{}}"),
        ("customer", "/v1/subscribers?customerId={}"), ("customer", "/v1/offerings?customerId={}"),
    ]  # fmt: skip

    for what, path in paths:
        hers, nobodys = (boris.get(path.format(one)) for one in theirs[what])
        assert told(hers) == told(nobodys), path
        assert hers.status_code == 403 or hers.json() == [], path


def test_what_is_asked_about_another_and_about_nobody_is_the_same(
    boris: httpx.Client, anna: Anna
) -> None:
    def asks(path: str, body: dict[str, Any]) -> tuple[int, bytes, set[str]]:
        return told(boris.post(path, json=body, headers={"Idempotency-Key": new_key()}))

    def order(subscriber: str) -> dict[str, Any]:
        product = {"id": subscriber,
                   "productCharacteristic": [{"name": "months", "value": 1}]}  # fmt: skip
        return {"category": "voluntary_suspension", "productOrderItem": [{"product": product}]}

    pairs = [
        (f"/v1/subscribers/{anna.number}/packs", f"/v1/subscribers/{NOBODYS_NUMBER}/packs"),
        (f"/v1/subscribers/{anna.subscriber}/packs", f"/v1/subscribers/{new_id()}/packs"),
    ]
    for hers, nobodys in pairs:
        assert asks(hers, {"pack": "DATA5"}) == asks(nobodys, {"pack": "DATA5"})
        openings = [one.replace("packs", "data-openings") for one in (hers, nobodys)]
        assert asks(openings[0], {}) == asks(openings[1], {})
    assert asks(ORDER, order(anna.subscriber)) == asks(ORDER, order(new_id()))
    status, content, _ = asks(ORDER, order(anna.subscriber))
    assert (status, b"NOT_YOURS" in content) == (403, True)


def test_a_missing_number_of_months_is_no_order(town: Town, anna: Anna) -> None:
    before = town.http.get(ORDER, params={"relatedParty.id": anna.customer}).headers
    body = {
        "category": "voluntary_suspension",
        "relatedParty": [{"id": anna.customer, "role": "customer"}],
        "productOrderItem": [{"product": {"id": anna.subscriber}}],
    }

    missing = town.http.post(ORDER, json=body)
    another = town.http.post(
        ORDER, json={**body, "relatedParty": [{"id": new_id(), "role": "customer"}]}
    )
    later = town.http.post(ORDER, json={**body, "requestedStartDate": "2030-01-01"})

    assert (missing.status_code, missing.json()["field"]) == (400, "months")
    assert (another.status_code, later.status_code) == (400, 400)
    assert later.json()["field"] == "requestedStartDate"
    after = town.http.get(ORDER, params={"relatedParty.id": anna.customer}).headers
    assert before["X-Total-Count"] == after["X-Total-Count"]


def test_the_history_of_an_order_names_its_steps(town: Town, anna: Anna) -> None:
    (order,) = town.http.get(ORDER, params={"relatedParty.id": anna.customer}).json()

    shown = town.http.get(f"{ORDER}/{order['id']}").json()

    steps = [(one["name"], one["status"]) for one in shown["productOrderMilestone"]]
    assert ("ReserveNumber", "done") in steps
    assert ("ActivateSubscriber", "done") in steps
    assert all("preparing" not in one["text"] for one in shown["note"] if "Reserve" in one["text"])
