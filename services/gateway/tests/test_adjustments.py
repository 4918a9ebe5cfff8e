"""TMF654 AdjustBalance and TMF676 refunds: asked for by one, approved by another."""

from typing import Any

import pytest
from pretend_money import fen
from pretend_till import ACCOUNT, ADJUSTMENT, adjustment
from pretend_world import World

from gateway.apis.tmf654_prepay_balance.mapping.adjustments import shown
from kernel.errors import Invalid, NotAllowed, NotFound

ADJUSTMENTS = "/tmf-api/prepayBalanceManagement/v4/adjustBalance"
REFUNDS = "/tmf-api/paymentManagement/v4/refund"
DECIDING = f"/v1/adjustments/{ADJUSTMENT}"


def adjusting(**more: Any) -> dict[str, Any]:
    body = {
        "amount": {"amount": -2.5, "units": "CNY"},
        "reasonCode": "penalty",
        "reason": "late",
        "partyAccount": {"id": ACCOUNT},
    }
    return {name: value for name, value in {**body, **more}.items() if value is not None}


def refunding(**more: Any) -> dict[str, Any]:
    body = {
        "account": {"id": ACCOUNT},
        "totalAmount": {"unit": "CNY", "value": 3.01},
        "description": "she came",
    }
    return {name: value for name, value in {**body, **more}.items() if value is not None}


async def posts(world: World, path: str, body: dict[str, Any], *roles: str) -> Any:
    headers = world.signed_in(*(roles or ("clerk",)))
    return await world.http.post(path, headers=headers, json=body)


async def test_an_adjustment_is_asked_for_and_waits_where_its_location_says(world: World) -> None:
    world.notes.accounts[f'account_id: "{ACCOUNT}"'] = ACCOUNT

    made = await posts(world, ADJUSTMENTS, adjusting())

    asked = world.notes.last("AskAdjustmentRequest")
    read = await world.http.get(made.headers["Location"], headers=world.clerk())
    assert (asked.account_id, asked.amount.minor) == (ACCOUNT, -250)
    assert (asked.reason_code, asked.reason) == ("penalty", "late")
    assert (made.status_code, made.json()["status"]) == (201, "created")
    assert made.json()["amount"] == {"amount": -2.5, "units": "CNY"}
    assert (read.status_code, read.json()["id"]) == (200, ADJUSTMENT)
    assert read.json()["requestor"]["id"] == "a clerk"
    assert "confirmationDate" not in read.json()


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"amount": None}, "amount"),
        ({"amount": {"amount": 0, "units": "CNY"}}, "amount.amount"),
        ({"amount": {"amount": 0.001, "units": "CNY"}}, "amount.amount"),
        ({"amount": {"amount": -1_000_001, "units": "CNY"}}, "amount.amount"),
        ({"amount": {"amount": 1, "units": "EUR"}}, "amount.units"),
        ({"reasonCode": None}, "reasonCode"),
        ({"reason": None}, "reason"),
        ({"partyAccount": None}, "logicalResource"),
        ({"adjustType": "recurring"}, "adjustType"),
        ({"usageType": "data"}, "usageType"),
    ],
)
async def test_an_adjustment_that_is_not_clear_is_refused(
    world: World, change: dict[str, Any], field: str
) -> None:
    answer = await posts(world, ADJUSTMENTS, adjusting(**change))

    assert (answer.status_code, answer.json()["field"]) == (400, field)
    assert world.notes.said("AskAdjustmentRequest") == 0


async def test_what_billing_refuses_names_the_field_as_it_was_sent(world: World) -> None:
    refused = Invalid("INVALID_ARGUMENT", "No such reason.", field="reason_code")
    world.notes.refusals["AskAdjustmentRequest"] = refused

    answer = await posts(world, ADJUSTMENTS, adjusting(reasonCode="mood"))

    assert (answer.status_code, answer.json()["field"]) == (400, "reasonCode")


async def test_adjustments_are_listed_page_by_page_and_filtered(world: World) -> None:
    answer = await world.http.get(
        f"{ADJUSTMENTS}?status=created&partyAccount.id={ACCOUNT}&offset=1&limit=1&fields=status",
        headers=world.clerk(),
    )

    asked = world.notes.last("ListAdjustmentsRequest")
    assert (answer.status_code, answer.headers["X-Total-Count"]) == (206, "3")
    assert set(answer.json()[0]) == {"id", "href", "@type", "status"}
    assert (asked.state, asked.kind, asked.account_id) == ("waiting", "adjustment", ACCOUNT)
    assert (asked.offset, asked.limit) == (1, 1)


@pytest.mark.parametrize("asked", ["status=done", "reasons=penalty"])
async def test_a_filter_that_is_not_there_is_refused(world: World, asked: str) -> None:
    answer = await world.http.get(f"{ADJUSTMENTS}?{asked}", headers=world.clerk())

    assert (answer.status_code, answer.json()["field"]) == (400, asked.split("=", maxsplit=1)[0])


async def test_what_is_not_there_is_not_found(world: World) -> None:
    other = ADJUSTMENT.replace("ee", "e1")

    answers = [
        await world.http.get(f"{path}/{one}", headers=world.clerk())
        for path in (ADJUSTMENTS, REFUNDS)
        for one in (other, "x")
    ]

    assert {answer.status_code for answer in answers} == {404}
    assert {answer.json()["code"] for answer in answers} == {"RESOURCE_NOT_FOUND"}


@pytest.mark.parametrize(
    ("word", "status"), [("approval", "completed"), ("rejection", "cancelled")]
)
async def test_a_second_person_decides(world: World, word: str, status: str) -> None:
    answer = await posts(world, f"{DECIDING}/{word}", {"reason": "checked"}, "supervisor")

    assert (answer.status_code, answer.json()["status"]) == (201, status)
    assert answer.json()["relatedParty"] == [
        {"id": "a supervisor", "role": "approver", "@referredType": "Individual"}
    ]
    assert world.notes.asked[-1].adjustment_id == ADJUSTMENT  # type: ignore[attr-defined]


async def test_who_asked_may_not_approve_and_is_told_so(world: World) -> None:
    refused = NotAllowed("SAME_PERSON", "Another person approves it.")
    world.notes.refusals["ApproveAdjustmentRequest"] = refused

    answer = await posts(world, f"{DECIDING}/approval", {}, "supervisor")

    assert (answer.status_code, answer.json()["code"]) == (422, "SAME_PERSON")


async def test_an_adjustment_nobody_knows_is_not_decided(world: World) -> None:
    unknown = NotFound("ADJUSTMENT_UNKNOWN", "There is none.", field="adjustment_id")
    world.notes.refusals["RejectAdjustmentRequest"] = unknown

    answer = await posts(world, f"{DECIDING}/rejection", {"reason": "no"}, "supervisor")

    assert (answer.status_code, answer.json()["field"]) == (404, "id")


@pytest.mark.parametrize(
    ("path", "body", "role"),
    [
        (ADJUSTMENTS, adjusting(), "customer"),
        (ADJUSTMENTS, adjusting(), "payer"),
        (f"{DECIDING}/approval", {}, "clerk"),
        (f"{DECIDING}/rejection", {"reason": "no"}, "clerk"),
        (REFUNDS, refunding(), "customer"),
    ],
)
async def test_not_everybody_may(world: World, path: str, body: dict[str, Any], role: str) -> None:
    answer = await posts(world, path, body, role)

    assert (answer.status_code, answer.json()["code"]) == (403, "ROLE_NOT_ALLOWED")
    assert world.notes.asked == []


async def test_the_same_key_is_the_same_request(world: World) -> None:
    headers = {**world.clerk(), "Idempotency-Key": "k"}

    for _ in range(2):
        await world.http.post(ADJUSTMENTS, headers=headers, json=adjusting())

    asked = [one for one in world.notes.asked if one.DESCRIPTOR.name == "AskAdjustmentRequest"]
    assert len({one.request_id for one in asked}) == 1  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("change", "asked", "paid"), [({}, 301, 3.01), ({"totalAmount": None}, None, 7)]
)
async def test_what_is_owed_is_paid_out(
    world: World, change: dict[str, Any], asked: int | None, paid: float
) -> None:
    made = await posts(world, REFUNDS, refunding(**change))

    request = world.notes.last("PayOutRefundRequest")
    said = request.amount.minor if request.HasField("amount") else None
    assert (request.account_id, said, request.reason) == (ACCOUNT, asked, "she came")
    assert (made.status_code, made.json()["status"]) == (201, "done")
    assert made.json()["totalAmount"] == {"unit": "CNY", "value": paid}
    assert made.headers["Location"] == f"{REFUNDS}/{ADJUSTMENT}"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"account": None}, "account.id"),
        ({"description": None}, "description"),
        ({"totalAmount": {"unit": "CNY", "value": -1}}, "totalAmount.value"),
    ],
)
async def test_a_refund_that_is_not_clear_is_refused(
    world: World, change: dict[str, Any], field: str
) -> None:
    answer = await posts(world, REFUNDS, refunding(**change))

    assert (answer.status_code, answer.json()["field"]) == (400, field)
    assert world.notes.asked == []


async def test_refunds_are_listed_and_read(world: World) -> None:
    found = await world.http.get(f"{REFUNDS}?account.id={ACCOUNT}", headers=world.clerk())
    read = await world.http.get(f"{REFUNDS}/{ADJUSTMENT}", headers=world.clerk())

    assert world.notes.last("ListAdjustmentsRequest").kind == "refund"
    assert (found.status_code, found.json()[0]["status"]) == (206, "pendingAuthorization")
    assert read.json() == found.json()[0]
    assert read.json()["totalAmount"] == {"unit": "CNY", "value": 7}


@pytest.mark.parametrize(
    ("said", "shown_as"),
    [
        ({}, {"amount": {"amount": 9000.0, "units": "CNY"}}),
        (
            {"limit_valid_until": "2027-04-03"},
            {"amount": {"amount": 9000.0, "units": "CNY"}, "validUntil": "2027-04-03"},
        ),
    ],
)
def test_a_credit_limit_says_how_high_and_how_long_and_moves_no_money(
    said: dict[str, Any], shown_as: dict[str, Any]
) -> None:
    asked = adjustment(reason_code="credit_limit", limit=fen(900_000), **said)

    told = shown(asked)

    assert told["x-creditLimit"] == shown_as
    assert (told["usageType"], told["reasonCode"]) == ("other", "credit_limit")
    assert "amount" not in told
