"""A number is held at the counter for one customer, seen and released."""

from typing import Any

import pytest
from pretend_money import ANNA
from pretend_world import World

from kernel.errors import NotFound, Refusal

NUMBER = "/v1/stock/numbers/13900100000"
WHOLE = "8613900100000"


async def does(world: World, act: str, body: Any, **role: str) -> Any:
    headers = world.signed_in(role.get("role", "clerk"), channel="hall", customer_id=ANNA)
    return await world.http.post(f"{NUMBER}/{act}", json=body, headers=headers)


async def test_a_number_is_held_for_a_customer_however_it_is_written(world: World) -> None:
    answer = await does(world, "hold", {"customerId": ANNA})

    asked = world.notes.last("HoldNumberRequest")
    assert (asked.msisdn, asked.customer_id) == (WHOLE, ANNA)
    assert (answer.status_code, answer.json()["state"]) == (201, "held")
    assert (answer.json()["heldFor"], answer.json()["heldUntil"]) == (ANNA, "2026-11-22T04:30:00Z")
    assert answer.headers["Location"] == f"/v1/stock/numbers/{WHOLE}"


async def test_it_is_seen_and_released(world: World) -> None:
    seen = await world.http.get(NUMBER, headers=world.clerk())
    released = await does(world, "release", {"customerId": ANNA})

    assert (seen.status_code, seen.json()["msisdn"]) == (200, WHOLE)
    assert (released.status_code, released.json()["state"]) == (201, "available")
    asked = world.notes.last("LetGoNumberRequest")
    assert (asked.msisdn, asked.customer_id) == (WHOLE, ANNA)


async def test_what_lucky_numbers_ask_for_is_told(world: World) -> None:
    for headers in (world.clerk(), world.anna()):
        answer = await world.http.get("/v1/number-grades", headers=headers)
        assert answer.json() == [
            {
                "code": "gold",
                "name": "金级靓号",
                "prepayment": 200_000,
                "minimumSpend": 12_800,
                "months": 36,
            }
        ]


@pytest.mark.parametrize("act", ["hold", "release"])
@pytest.mark.parametrize(
    ("body", "code", "field"),
    [
        ({}, "FIELD_MISSING", "customerId"),
        ({"customerId": 7}, "FIELD_NOT_VALID", "customerId"),
        ({"customerId": " "}, "FIELD_NOT_VALID", "customerId"),
        ({"customerId": ANNA, "until": "2027-01-01"}, "FIELD_UNKNOWN", "until"),
    ],
)
async def test_a_bad_body_is_refused(
    world: World, act: str, body: Any, code: str, field: str
) -> None:
    answer = await does(world, act, body)

    assert (answer.status_code, answer.json()["code"]) == (400, code)
    assert answer.json()["field"] == field
    assert world.notes.asked == []


@pytest.mark.parametrize("role", ["customer", "operations", "payer"])
@pytest.mark.parametrize("act", ["hold", "release"])
async def test_only_the_counter_holds_numbers(world: World, role: str, act: str) -> None:
    answer = await does(world, act, {"customerId": ANNA}, role=role)

    assert answer.status_code == 403
    assert world.notes.asked == []


@pytest.mark.parametrize(
    ("refusal", "status"),
    [
        (Refusal("NUMBER_NOT_AVAILABLE", "This number is not free."), 422),
        (NotFound("NO_SUCH_NUMBER", "There is no such number."), 404),
    ],
)
async def test_what_accounts_refuses_is_told(world: World, refusal: Refusal, status: int) -> None:
    world.notes.refusals["HoldNumberRequest"] = refusal

    answer = await does(world, "hold", {"customerId": ANNA})

    assert (answer.status_code, answer.json()["code"]) == (status, refusal.code)
