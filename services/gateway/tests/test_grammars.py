"""What a value may look like: empty texts, missing amounts and odd numbers are refused by name."""

from typing import Any

import pytest
from pretend_money import ANNA
from pretend_world import World
from test_adjustments import REFUNDS, refunding
from test_payments import PAYMENTS, tmf_payment
from test_product_orders import ORDERS, asks_for
from test_shop import payment
from test_till import TILL, gift, reversing

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
