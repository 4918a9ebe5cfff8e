"""A customer is told the same of what is another's and of what is not there at all."""

from collections.abc import Sequence
from typing import Any

import pytest
from pretend_desks import BORIS, NUMBER, ORDER
from pretend_money import ANNA, PAYMENT, SUBSCRIBER
from pretend_packs import ALLOWANCE
from pretend_till import ACCOUNT
from pretend_world import World
from test_bad_input import DOORS

from kernel.errors import NotAllowed, NotFound

TMF = "/tmf-api"
UNKNOWN = "0193e000-0000-7000-8000-000000000bad"
REFUSALS: Sequence[Exception] = (
    NotAllowed("NOT_YOURS", "This is not yours."),
    NotFound("ACCOUNT_UNKNOWN", "There is no such account.", field="msisdn"),
    NotFound("NO_SUCH_SUBSCRIBER", "There is no such subscriber."),
    NotFound("PAYMENT_UNKNOWN", "There is no such payment.", field="payment_id"),
    NotFound("NO_SUCH_ORDER", "There is no such order."),
)
READ = (
    f"{TMF}/productOrderingManagement/v4/productOrder/{ORDER}",
    f"{TMF}/productOrderingManagement/v4/productOrder/{ORDER}/events",
    f"{TMF}/customerManagement/v4/customer/{ANNA}",
    f"{TMF}/party/v4/individual/{ANNA}",
    f"{TMF}/prepayBalanceManagement/v4/bucket/{ACCOUNT}",
    f"{TMF}/prepayBalanceManagement/v4/bucket/{ACCOUNT}.{ALLOWANCE}",
    f"{TMF}/prepayBalanceManagement/v4/accumulatedBalance/{ACCOUNT}",
    f"{TMF}/prepayBalanceManagement/v4/topupBalance/{PAYMENT}",
    f"{TMF}/paymentManagement/v4/payment/{PAYMENT}",
    f"{TMF}/usageManagement/v4/usage/r",
    f"{TMF}/usageConsumption/v4/usageConsumptionReport/{SUBSCRIBER}",
    f"{TMF}/usageConsumption/v4/queryUsageConsumption/{SUBSCRIBER}",
    f"{TMF}/prepayBalanceManagement/v4/bucket?logicalResource.id={NUMBER}",
    f"{TMF}/prepayBalanceManagement/v4/bucket?logicalResource.id={NUMBER}&partyAccount.id={ACCOUNT}",
    f"{TMF}/prepayBalanceManagement/v4/accumulatedBalance?product.id={SUBSCRIBER}",
    f"{TMF}/prepayBalanceManagement/v4/topupBalance?partyAccount.id={ACCOUNT}",
    f"{TMF}/paymentManagement/v4/payment?account.id={ACCOUNT}",
    f"{TMF}/usageManagement/v4/usage?msisdn={NUMBER}",
    f"{TMF}/usageConsumption/v4/usageConsumptionReport?msisdn={NUMBER}",
    f"/v1/subscribers/{SUBSCRIBER}",
    f"/v1/subscribers/{NUMBER}",
    f"/v1/subscribers/{SUBSCRIBER}/balance",
    f"/v1/subscribers/{NUMBER}/balance",
    f"/v1/subscribers/{NUMBER}/usage",
    f"/v1/subscribers/{NUMBER}/postings",
    f"/v1/subscribers/{NUMBER}/allowances",
    f"/v1/accounts/{ACCOUNT}/books",
)
OWNERS_KNOW = ("/books", "/allowances", f"topupBalance/{PAYMENT}", f"payment/{PAYMENT}", "usage/r")
TOLD = ("productOrder", "cancelProductOrder", "packs", "cancellation", "data-openings")
QUESTIONS = ("GetOrderRequest", "GetCustomerRequest", "GetSubscriberRequest", "GetBalanceRequest",
             "GetPaymentRequest", "GetUsageRequest", "ListBooksRequest", "ListAllowancesRequest",
             "ListPaymentsRequest", "ListUsageRequest", "PlaceOrderRequest",
             "WithdrawOrderRequest", "BuyPackRequest", "CancelPackRequest",
             "OpenDataAgainRequest")  # fmt: skip


def seen(answer: Any) -> tuple[int, bytes, dict[str, str]]:
    return answer.status_code, answer.content, dict(answer.headers)


async def answers(world: World, method: str, path: str, body: Any = None) -> list[Any]:
    """Ask as somebody else: of what is there, and of what every service says is not."""
    boris = world.signed_in("customer", channel="app", customer_id=BORIS)
    found = [] if body is not None else [await world.http.request(method, path, headers=boris)]
    for refusal in REFUSALS:
        world.notes.refusals.update(dict.fromkeys(QUESTIONS, refusal))
        found.append(await world.http.request(method, path, headers=boris, json=body))
    world.notes.refusals.clear()
    return found


@pytest.mark.parametrize("path", READ)
async def test_what_is_read_is_anothers_or_nobodys_alike(world: World, path: str) -> None:
    found = await answers(world, "GET", path)

    if path.endswith(OWNERS_KNOW):
        # What pretends to be billing does not look whose they are; the real one does.
        found = found[1:]
    assert {one.status_code for one in found} == {403}
    assert all(seen(one) == seen(found[0]) for one in found)
    assert found[0].json()["code"] == "NOT_YOURS"
    assert "field" not in found[0].json()


@pytest.mark.parametrize("door", TOLD)
async def test_what_is_told_is_about_anothers_or_nobodys_alike(world: World, door: str) -> None:
    path, bodies = DOORS[door]
    body = dict(bodies[-1])
    body.pop("relatedParty", None)

    found = await answers(world, "POST", path, body)

    assert {one.status_code for one in found} == {403}
    assert all(seen(one) == seen(found[0]) for one in found)


async def test_what_is_no_id_is_told_alike_too(world: World) -> None:
    boris = world.signed_in("customer", channel="app", customer_id=BORIS)
    bucket = f"{TMF}/prepayBalanceManagement/v4/bucket"

    found = [await world.http.get(f"{bucket}/{one}", headers=boris) for one in ("x", ACCOUNT)]

    assert seen(found[0]) == seen(found[1])
    assert found[0].status_code == 403


async def test_staff_are_told_what_is_not_there(world: World) -> None:
    world.notes.refusals["GetBalanceRequest"] = NotFound("ACCOUNT_UNKNOWN", "There is none.")

    answer = await world.http.get(f"/v1/subscribers/{UNKNOWN}/balance", headers=world.clerk())

    assert (answer.status_code, answer.json()["code"]) == (404, "ACCOUNT_UNKNOWN")


async def test_what_is_sold_is_not_there_for_anybody(world: World) -> None:
    sold = f"{TMF}/productCatalogManagement/v4/productOffering/none"

    unknown = await world.http.get(sold, headers=world.anna())
    path, (order, *_) = DOORS["productOrder"]
    process = await world.http.post(
        path, headers=world.anna(), json={**order, "category": "moon_landing"}
    )

    assert (unknown.status_code, process.json()["code"]) == (404, "NO_SUCH_PROCESS")
