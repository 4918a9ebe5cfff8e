"""What a value may look like: empty texts, missing amounts and odd numbers are refused by name."""

import json
from typing import Any

import pytest
from pretend_money import ANNA
from pretend_world import World
from test_adjustments import REFUNDS, refunding
from test_payments import PAYMENTS, tmf_payment
from test_product_orders import ORDERS, asks_for
from test_shop import payment
from test_till import TILL, gift, reversing

from boss.orders.v1.process_pb2 import ProcessDescription
from gateway.apis.tmf622_product_ordering.mapping.process_requests import request_of
from kernel.errors import Invalid

LIMIT = {"limit": 100, "reason": "she asked"}
DEPOSIT = {"amount": 100, "reason": "roaming"}


async def sends(world: World, path: str, body: dict[str, Any]) -> Any:
    roles = ("supervisor",) if path.startswith((TILL, "/v1/payments/rev")) else ("clerk",)
    return await world.http.post(path, headers=world.signed_in(*roles), json=body)


@pytest.mark.parametrize(
    ("path", "body", "field"),
    [
        (f"{TILL}/credit-limit", {**LIMIT, "validUntil": ""}, "validUntil"),
        (f"{TILL}/gifts", gift(validUntil=""), "validUntil"),
        (f"{TILL}/gifts", gift(items=[""]), "items"),
        ("/v1/payments/reversals", reversing(partner=""), "partner"),
        (f"{PAYMENTS}/payment", tmf_payment(correlatorId=""), "correlatorId"),
        ("/v1/proofs", {"customerId": ANNA, "kind": "id_seen", "paperType": ""}, "paperType"),
        (ORDERS, {**asks_for("sim_swap", kind="lost"), "category": ""}, "category"),
        (ORDERS, asks_for("sim_swap", kind="lost", new_iccid=""), "new_iccid"),
    ],
)
async def test_an_empty_text_stands_for_nothing(
    world: World, path: str, body: dict[str, Any], field: str
) -> None:
    answer = await sends(world, path, body)

    said = answer.json()
    assert (answer.status_code, said["code"], said["field"]) == (400, "FIELD_NOT_VALID", field)


@pytest.mark.parametrize("missing", [{}, {"amount": None, "limit": None}])
@pytest.mark.parametrize(
    ("path", "body", "field"),
    [
        (f"{TILL}/credit-limit", LIMIT, "limit"),
        (f"{TILL}/deposits", DEPOSIT, "amount"),
        (f"{TILL}/gifts", gift(), "amount"),
        ("/v1/payments", payment(), "amount"),
    ],
)
async def test_an_amount_that_is_missing_is_said_to_be(
    world: World, path: str, body: dict[str, Any], field: str, missing: dict[str, Any]
) -> None:
    rest = {name: value for name, value in body.items() if name != field}

    answer = await sends(world, path, {**rest, **({field: None} if missing else {})})

    said = answer.json()
    assert (answer.status_code, said["code"], said["field"]) == (400, "FIELD_MISSING", field)


@pytest.mark.parametrize(
    ("path", "body"),
    [
        (f"{PAYMENTS}/payment", tmf_payment(totalAmount={"unit": "CNY"})),
        (REFUNDS, refunding(totalAmount={"unit": "CNY"})),
    ],
)
async def test_the_number_of_an_amount_that_is_missing_is_said_to_be(
    world: World, path: str, body: dict[str, Any]
) -> None:
    answer = await sends(world, path, body)

    assert (answer.json()["code"], answer.json()["field"]) == (
        "FIELD_MISSING", "totalAmount.value",
    )  # fmt: skip


@pytest.mark.parametrize("name", ["Idempotency-Key", "Authorization", "Content-Type"])
async def test_a_header_that_is_said_twice_is_refused(world: World, name: str) -> None:
    said = {**world.clerk(), "Idempotency-Key": "k", "Content-Type": "application/json"}

    answer = await world.http.post(
        "/v1/payments",
        headers=[*said.items(), (name, said[name])],
        content=json.dumps(payment()),
    )

    told = answer.json()
    assert (answer.status_code, told["code"], told["field"]) == (400, "FIELD_NOT_VALID", name)
    assert world.notes.asked == []


@pytest.mark.parametrize("key", ["", " ", "k" * 201])
async def test_an_empty_key_makes_nothing_repeatable(world: World, key: str) -> None:
    headers = {**world.clerk(), "Idempotency-Key": key.strip()}

    answer = await world.http.post("/v1/payments", headers=headers, json=payment())

    assert (answer.status_code, answer.json()["field"]) == (400, "Idempotency-Key")


@pytest.mark.parametrize(
    ("said", "encoding", "status"),
    [
        (None, "utf-8", 201),
        ("application/json", "utf-8", 201),
        ('application/json; charset="UTF-8"', "utf-8", 201),
        ("application/merge-patch+json", "utf-8", 201),
        ("text/plain", "utf-8", 415),
        ("application/x-www-form-urlencoded", "utf-8", 415),
        ("application/json; charset=gbk", "utf-8", 415),
        ("application/json", "utf-16", 415),
        ("application/json", "utf-32-le", 415),
        (None, "utf-16-le", 415),
        ("nonsense", "utf-8", 415),
    ],
)
async def test_a_body_is_json_in_utf_8(
    world: World, said: str | None, encoding: str, status: int
) -> None:
    headers = {**world.clerk(), **({} if said is None else {"Content-Type": said})}

    answer = await world.http.post(
        "/v1/payments", headers=headers, content=json.dumps(payment()).encode(encoding)
    )

    assert answer.status_code == status
    if status == 415:
        assert answer.json()["code"] == "MEDIA_TYPE_NOT_TAKEN"
        assert world.notes.asked == []


async def test_a_content_type_without_a_body_is_nothing_to_read(world: World) -> None:
    headers = {**world.signed_in("operations"), "Content-Type": "text/plain"}

    answer = await world.http.post("/v1/clock/run", headers=headers)

    assert answer.status_code == 200


@pytest.mark.parametrize("said", ["3", 3.0, True, [3]])
@pytest.mark.parametrize("name", ["months", "prepayment"])
def test_whole_numbers_of_orders_are_written_as_such(name: str, said: Any) -> None:
    kinds = {"months": "VoluntarySuspension", "prepayment": "NewSubscription"}
    form = ProcessDescription(request_type=f"boss.orders.v1.processes.{kinds[name]}")

    with pytest.raises(Invalid) as refusal:
        request_of(form, {name: said})

    assert (refusal.value.code, refusal.value.field) == ("FIELD_NOT_VALID", name)
    assert request_of(form, {name: 3}).value


def test_a_zero_that_is_said_is_not_valid_and_never_missing() -> None:
    form = ProcessDescription(request_type="boss.orders.v1.processes.VoluntarySuspension")

    with pytest.raises(Invalid) as refusal:
        request_of(form, {"months": 0})

    assert (refusal.value.code, refusal.value.field) == ("FIELD_NOT_VALID", "months")
    assert "above zero" in refusal.value.sentence
    # An amount has presence: nothing to be paid in advance is said as such.
    new = ProcessDescription(request_type="boss.orders.v1.processes.NewSubscription")
    assert request_of(new, {"prepayment": 0}).value
