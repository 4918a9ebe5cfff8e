"""Whoever stands at the counter shows who they are before their balance is seen (rules 2.21)."""

from typing import Any

import pytest
from pretend_money import ANNA, SUBSCRIBER
from pretend_packs import ALLOWANCE
from pretend_till import ACCOUNT
from pretend_world import World

from gateway.records.shown import MONEY
from kernel.errors import Refusal

TMF = "/tmf-api"
DOORS = (
    f"/v1/subscribers/{SUBSCRIBER}/balance",
    f"/v1/subscribers/{SUBSCRIBER}/postings",
    f"/v1/accounts/{ACCOUNT}/books",
    f"{TMF}/prepayBalanceManagement/v4/bucket?product.id={SUBSCRIBER}",
    f"{TMF}/prepayBalanceManagement/v4/bucket?id={ACCOUNT}",
    f"{TMF}/prepayBalanceManagement/v4/bucket/{ACCOUNT}",
    f"{TMF}/prepayBalanceManagement/v4/accumulatedBalance?product.id={SUBSCRIBER}",
    f"{TMF}/prepayBalanceManagement/v4/accumulatedBalance/{ACCOUNT}",
    f"{TMF}/usageConsumption/v4/usageConsumptionReport?product.id={SUBSCRIBER}",
    f"{TMF}/usageConsumption/v4/usageConsumptionReport/{SUBSCRIBER}",
    f"{TMF}/usageConsumption/v4/queryUsageConsumption?product.id={SUBSCRIBER}",
    f"{TMF}/usageConsumption/v4/queryUsageConsumption/{SUBSCRIBER}",
)
"""Every door that shows money."""


@pytest.mark.parametrize("door", DOORS)
async def test_a_clerk_names_the_proof(world: World, door: str) -> None:
    with_proof = f"{door}{'&' if '?' in door else '?'}proof=seen"

    answer = await world.http.get(with_proof, headers=world.clerk())

    asked = world.notes.last("CheckBalanceProofRequest")
    assert answer.status_code == 200, answer.text
    assert (asked.proof_id, asked.customer_id, asked.subscriber_id) == ("seen", ANNA, SUBSCRIBER)


@pytest.mark.parametrize("door", DOORS)
async def test_what_accounts_refuses_is_not_shown(world: World, door: str) -> None:
    sentence = "Say by which proof the holder was checked."
    refusal = Refusal("VERIFICATION_REQUIRED", sentence, field="proof_id")
    world.notes.refusals["CheckBalanceProofRequest"] = refusal

    answer = await world.http.get(door, headers=world.clerk())

    refused = (answer.status_code, answer.json()["code"], answer.json()["field"])
    assert refused == (400, "VERIFICATION_REQUIRED", "proof")


@pytest.mark.parametrize("door", DOORS)
async def test_who_signed_in_and_who_has_the_privilege_need_none(world: World, door: str) -> None:
    for headers in (world.anna(), world.signed_in("supervisor"), world.signed_in("operations")):
        assert (await world.http.get(door, headers=headers)).status_code == 200
    assert world.notes.said("CheckBalanceProofRequest") == 0


DEEDS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("/v1/payments", {"subscriberId": SUBSCRIBER, "amount": 5, "reference": "till-1"}),
    (f"/v1/subscribers/{SUBSCRIBER}/packs", {"pack": "DATA5"}),
    (f"/v1/allowances/{ALLOWANCE}/cancellation", {}),
    (f"/v1/accounts/{ACCOUNT}/high-use/confirmation", {"reason": "she called"}),
)
"""Everything a clerk does whose answer shows the account."""


def shown_of(body: dict[str, Any]) -> set[str]:
    return set(body.get("account", body)) & MONEY


@pytest.mark.parametrize(("door", "body"), DEEDS)
async def test_what_was_done_shows_a_clerk_no_balance(
    world: World, door: str, body: dict[str, Any]
) -> None:
    by_clerk = await world.http.post(door, headers=world.clerk(), json=body)

    assert by_clerk.status_code == 201, by_clerk.text
    assert shown_of(by_clerk.json()) == set()
    assert by_clerk.json().get("account", by_clerk.json())["currency"] == "CNY"


@pytest.mark.parametrize(("door", "body"), DEEDS[:3])
async def test_what_was_done_shows_it_to_who_needs_no_proof(
    world: World, door: str, body: dict[str, Any]
) -> None:
    headers = {**world.signed_in("supervisor", channel="hall"), "Idempotency-Key": "another"}

    answer = await world.http.post(door, headers=headers, json=body)

    assert {"balance", "available"} <= shown_of(answer.json()), answer.text
