"""The plain endpoints: stock, proofs, payments, what a customer has, the clock."""

from typing import Any

import pytest
from pretend_desks import BORIS, NUMBER
from pretend_money import ANNA, LATER, SUBSCRIBER
from pretend_world import World

from kernel.errors import Refusal


def payment(**more: Any) -> dict[str, Any]:
    return {"subscriberId": SUBSCRIBER, "amount": 1000, "reference": "till-1", **more}


async def pays(world: World, headers: dict[str, str], **more: Any) -> Any:
    return await world.http.post("/v1/payments", headers=headers, json=payment(**more))


async def test_a_payment_is_posted_in_fen_from_the_payers_channel(world: World) -> None:
    answer = await pays(world, world.clerk())

    asked = world.notes.last("PostPaymentRequest")
    assert (asked.amount.currency, asked.amount.minor) == ("CNY", 1000)
    assert (asked.subscriber_id, asked.reference) == (SUBSCRIBER, "till-1")
    assert asked.payment_channel == "hall"
    assert (answer.status_code, answer.json()["id"]) == (201, "payment")


async def test_a_number_may_be_paid_for_by_anybody_who_then_sees_no_balance(world: World) -> None:
    payer = world.signed_in("payer", channel="bank")
    boris = world.signed_in("customer", channel="app", customer_id=BORIS)

    answer = await pays(world, payer, subscriberId=None, msisdn=NUMBER)
    asked = await pays(world, boris, subscriberId=None, msisdn=NUMBER)

    assert answer.json() == {"id": "payment", "status": "done"}
    assert set(asked.json()) == {"id", "status", "next"}
    assert world.notes.last("PostPaymentRequest").msisdn == NUMBER
    assert world.notes.last("AskTopUpRequest").msisdn == NUMBER
    assert "account" in (await pays(world, world.clerk())).json()


@pytest.mark.parametrize("amount", [0, -1, 1.5, 10.0, "1000", True, 100_000_001, [1], 1e300])
async def test_an_amount_is_a_whole_number_of_fen(world: World, amount: Any) -> None:
    answer = await pays(world, world.clerk(), amount=amount)

    assert (answer.status_code, answer.json()["code"]) == (400, "FIELD_NOT_VALID")
    assert answer.json()["field"] == "amount"
    assert world.notes.asked == []


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"reference": None}, "reference"),
        ({"reference": "a\nb"}, "reference"),
        ({"subscriberId": None}, "subscriberId"),
        ({"msisdn": NUMBER}, "subscriberId"),
        ({"subscriberId": {"id": 1}}, "subscriberId"),
        ({"channel": 3}, "channel"),
    ],
)
async def test_a_payment_that_is_not_clear_is_refused(
    world: World, change: dict[str, Any], field: str
) -> None:
    answer = await pays(world, world.clerk(), **change)

    assert (answer.status_code, answer.json()["field"]) == (400, field)
    assert world.notes.asked == []


async def test_a_payment_billing_refuses_says_why(world: World) -> None:
    world.notes.refusals["PostPaymentRequest"] = Refusal("REFERENCE_PAID", "Paid already.")

    answer = await pays(world, world.clerk())

    assert (answer.status_code, answer.json()["code"]) == (422, "REFERENCE_PAID")


async def test_what_was_checked_is_recorded_in_the_channel_of_the_token(world: World) -> None:
    body = {
        "customerId": ANNA,
        "kinds": ["ID_SEEN", "face"],
        "paperType": "ID_CARD",
        "paperNumber": "11010519491231002X",
    }

    answer = await world.http.post("/v1/proofs", headers=world.clerk(), json=body)
    elsewhere = await world.http.post(
        "/v1/proofs", headers=world.clerk(), json={**body, "channel": "app"}
    )

    assert (elsewhere.status_code, elsewhere.json()["field"]) == (403, "channel")
    assert world.notes.said("RecordProofRequest") == 1
    asked = world.notes.last("RecordProofRequest")
    assert (answer.status_code, answer.json()["id"]) == (201, "proof")
    assert (asked.kinds, asked.paper_type) == (["id_seen", "face"], "id_card")
    assert world.notes.actors[-1].channel == "hall"


async def test_free_stock_is_listed(world: World) -> None:
    numbers = await world.http.get(
        "/v1/stock/numbers?state=available&limit=1", headers=world.clerk()
    )
    cards = await world.http.get("/v1/stock/sim-cards?state=in_stock", headers=world.clerk())

    assert (numbers.status_code, numbers.json()[0]["msisdn"]) == (206, NUMBER)
    assert (cards.status_code, cards.json()[0]["iccid"]) == (200, "89860000000000000014")


async def test_a_number_in_service_shows_its_stops(world: World) -> None:
    by_id = await world.http.get(f"/v1/subscribers/{SUBSCRIBER}", headers=world.anna())
    by_number = await world.http.get(f"/v1/subscribers/{NUMBER}", headers=world.anna())

    assert by_id.json() == by_number.json()
    assert by_id.json()["stops"] == [{"reason": "arrears", "level": "one_way"}]
    assert by_id.json()["state"] == "suspended_one_way"
    assert world.notes.last("GetSubscriberRequest").msisdn == NUMBER


async def test_who_pays_later_sees_what_is_left_of_their_limit(world: World) -> None:
    world.notes.credit = LATER

    answer = await world.http.get(f"/v1/subscribers/{SUBSCRIBER}/balance", headers=world.anna())

    shown = {name: answer.json()[name] for name in ("paymentType", "balance", "available")}
    assert shown == {"paymentType": "postpaid", "balance": -120, "available": 9_880}
    assert {name: answer.json()[name] for name in ("creditLimit", "keptAside", "exposure")} == {
        "creditLimit": 10_000,
        "keptAside": 30,
        "exposure": 150,
    }
    assert answer.json()["highUse"] is True


async def test_a_customer_sees_what_they_have_and_owe(world: World) -> None:
    mine = await world.http.get("/v1/subscribers", headers=world.anna())
    balance = await world.http.get(f"/v1/subscribers/{SUBSCRIBER}/balance", headers=world.anna())
    usage = await world.http.get(
        f"/v1/subscribers/{SUBSCRIBER}/usage?proof=seen", headers=world.anna()
    )
    postings = await world.http.get(f"/v1/subscribers/{SUBSCRIBER}/postings", headers=world.anna())

    assert world.notes.last("ListSubscribersRequest").customer_id == ANNA
    assert mine.json()[0]["id"] == SUBSCRIBER
    assert (balance.json()["available"], balance.json()["owes"]) == (-120, 120)
    assert (balance.json()["wantedLevel"], balance.json()["bringsBack"]) == ("one_way", 121)
    assert "exposure" not in balance.json()
    assert usage.json()[0]["recordId"] == "r"
    assert postings.json()[0]["cause"] == "usage"
    assert world.notes.last("ListPostingsRequest").account_id == "account"


async def test_a_clerk_says_whose(world: World) -> None:
    answer = await world.http.get("/v1/subscribers", headers=world.clerk())

    assert (answer.status_code, answer.json()["field"]) == (400, "customerId")


async def test_what_can_be_asked_for_and_bought_is_told(world: World) -> None:
    processes = await world.http.get("/v1/processes", headers=world.anna())
    offerings = await world.http.get("/v1/offerings", headers=world.anna())

    assert [one["name"] for one in processes.json()] == [
        "new_subscription", "sim_swap", "termination", "second_number",
    ]  # fmt: skip
    assert offerings.json()[0]["code"] == "prepaid-basic"
    assert world.notes.last("ListOfferingsRequest").channel == "app"


async def test_a_customer_is_shown_what_is_for_her_and_a_clerk_what_is_for_somebody(
    world: World,
) -> None:
    await world.http.get("/v1/offerings", headers=world.anna())
    hers = world.notes.last("ListOfferingsRequest").customer_id
    await world.http.get("/v1/offerings", headers=world.clerk())
    every = world.notes.last("ListOfferingsRequest").customer_id
    await world.http.get(f"/v1/offerings?customerId={ANNA}", headers=world.clerk())
    asked_for = world.notes.last("ListOfferingsRequest").customer_id
    others = await world.http.get("/v1/offerings?customerId=boris", headers=world.anna())

    assert (hers, every, asked_for) == (ANNA, "", ANNA)
    assert (others.status_code, others.json()["code"]) == (403, "NOT_YOURS")


async def test_what_is_not_there_and_what_is_not_offered_is_told_in_the_same_form(
    world: World,
) -> None:
    nowhere = await world.http.get("/v2/nothing", headers=world.clerk())
    wrong = await world.http.delete("/v1/payments", headers=world.clerk())

    assert (nowhere.status_code, nowhere.json()["code"]) == (404, "NO_SUCH_PATH")
    assert (wrong.status_code, wrong.json()["code"]) == (405, "METHOD_NOT_ALLOWED")


@pytest.mark.parametrize("typed", ["{0}", "+{0}", "00{0}", "+86 {1}", "{1}"])
async def test_a_number_is_known_however_it_is_typed(world: World, typed: str) -> None:
    said = typed.format(NUMBER, NUMBER.removeprefix("86"))

    by_number = await world.http.get(f"/v1/subscribers/{said}", headers=world.anna())
    await world.http.get(f"/v1/subscribers/{said}/balance", headers=world.anna())

    assert by_number.status_code == 200
    assert world.notes.last("GetSubscriberRequest").msisdn == NUMBER
    assert world.notes.last("GetBalanceRequest").msisdn == NUMBER


async def test_of_a_customer_nobody_knows_there_are_no_offerings(world: World) -> None:
    refused = await world.http.get("/v1/offerings?customerId=zzz", headers=world.clerk())
    asked_so_far = world.notes.said("ListOfferingsRequest")
    known = await world.http.get(f"/v1/offerings?customerId={ANNA}", headers=world.clerk())

    told = refused.json()
    assert (refused.status_code, told["code"], told["field"]) == (
        404, "RESOURCE_NOT_FOUND", "customerId",
    )  # fmt: skip
    assert (asked_so_far, known.status_code) == (0, 200)
    assert world.notes.last("GetCustomerRequest").id == ANNA


@pytest.mark.parametrize("said", [{}, {"kinds": []}])
async def test_what_was_checked_is_missed_by_its_name(world: World, said: dict[str, Any]) -> None:
    body = {"customerId": ANNA, **said}

    answer = await world.http.post("/v1/proofs", headers=world.clerk(), json=body)

    told = answer.json()
    assert (answer.status_code, told["code"], told["field"]) == (400, "FIELD_MISSING", "kinds")


async def test_what_was_checked_is_said_once(world: World) -> None:
    body = {"customerId": ANNA, "kinds": ["id_seen"], "kind": "face"}

    answer = await world.http.post("/v1/proofs", headers=world.clerk(), json=body)

    assert (answer.status_code, answer.json()["field"]) == (400, "kind")
    assert world.notes.said("RecordProofRequest") == 0
