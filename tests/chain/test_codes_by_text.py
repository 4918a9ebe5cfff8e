"""A code by text through the chain: asked for in the app, read on the handset, proof of an order.

It goes through the emulated SMS centre, as every text does.
"""

from __future__ import annotations

import pytest

from chain.test_money_questions import herself
from harness.chain import Town, new_key
from harness.checks import PASSWORD, code_by_text, proves, sets_password

ORDERS = "/tmf-api/productOrderingManagement/v4/productOrder"


def suspension(anna_subscriber: str, proof: str) -> dict[str, object]:
    return {
        "category": "voluntary_suspension",
        "proof": [proof],
        "productOrderItem": [
            {
                "id": "1",
                "action": "modify",
                "product": {
                    "id": anna_subscriber,
                    "productCharacteristic": [{"name": "months", "value": 1}],
                },
            }
        ],
    }


def test_what_she_read_on_her_handset_keeps_her_number_for_her(town: Town) -> None:
    anna = town.opens_for_somebody(prepaid=5000)
    with herself(town, anna) as http:
        code = code_by_text(town, anna, http)
        proof = proves(anna, http, code=code)
        again = http.post(f"/v1/subscribers/{anna.subscriber}/proofs", json={"code": code})
        asked = http.post(
            ORDERS,
            json=suspension(anna.subscriber, proof),
            headers={"Idempotency-Key": new_key()},
        )
        assert asked.status_code == 201, asked.text
        town.comes_true(lambda: town.level(anna) == "two_way")
        stopped = http.post(f"/v1/subscribers/{anna.subscriber}/codes")
        reused = http.post(
            ORDERS,
            json=suspension(anna.subscriber, proof),
            headers={"Idempotency-Key": new_key()},
        )

    assert (again.status_code, again.json()["code"]) == (400, "CODE_EXPIRED")
    assert (stopped.status_code, stopped.json()["code"]) == (422, "STATE_NOT_ALLOWED")
    assert reused.json()["code"] == "VERIFICATION_REQUIRED"
    assert not town.can_call_friend(anna)


@pytest.mark.holds("AC-CDR-1")
def test_a_password_is_set_by_code_and_shows_a_list_only_with_another_code(town: Town) -> None:
    """AC-CDR-1"""
    anna = town.opens_for_somebody(prepaid=5000)
    town.calls(anna, seconds=61)
    door = f"/v1/subscribers/{anna.subscriber}/usage"
    with herself(town, anna) as http:
        sets_password(town, anna, http)
        by_password = proves(anna, http, password=PASSWORD)
        alone = http.get(door, params={"proof": by_password})
        nothing = http.get(door)
        code = code_by_text(town, anna, http)
        both = proves(anna, http, code=code, proof=by_password)
        town.is_quiet()
        shown = http.get(door, params={"proof": both})

    assert (alone.status_code, alone.json()["code"]) == (422, "VERIFICATION_REQUIRED")
    # Nothing was said where a proof belongs: a field is named.
    assert (nothing.status_code, nothing.json()["code"]) == (400, "VERIFICATION_REQUIRED")
    assert nothing.json()["field"] == "proof"
    assert both == by_password
    assert [one["kind"] for one in shown.raise_for_status().json()] == ["voice"]


@pytest.mark.holds("R-SIM-2")
def test_no_code_comes_to_a_card_that_is_new(town: Town) -> None:
    anna = town.opens_for_somebody(prepaid=5000)
    new = town.scene.stock.card(town.scene.counter.free_card())
    assert town.asks_for(anna, "sim_swap", new_iccid=new.iccid, kind="lost").state == "completed"
    town.comes_true(lambda: town.scene.handsets.attach(new) == "let through")

    with herself(town, anna) as http:
        refused = http.post(f"/v1/subscribers/{anna.subscriber}/codes")

    assert refused.status_code == 400, refused.text
    assert refused.json()["code"] in {"CODES_HELD", "SIM_SWAPPED_RECENTLY"}
    assert not any("code" in text.lower() for text in town.scene.handsets.inbox(new))
