"""服务密码 through the chain: the first one, its change, and its reset, each an order of its own.

What was said is in no order, no event and no log; the holder reads on the handset that it changed.
"""

from __future__ import annotations

import httpx
import pytest

from chain.test_money_questions import herself
from harness.chain import Town, new_key
from harness.checks import FIRST_PASSWORD, code_by_text, digits_in, proves
from launch.story import Anna

ORDERS = "/tmf-api/productOrderingManagement/v4/productOrder"
CHANGE, RESET = "service_password_change", "service_password_reset"
CHANGED = "您的服务密码已修改"
GOOD, BETTER = "271828", "314159"


def says(anna: Anna, http: httpx.Client, new: str, **more: str) -> dict[str, str]:
    """Say a new password; return the id an order is asked with, and the proof where one is made."""
    made = http.post(
        f"/v1/subscribers/{anna.subscriber}/password", json={"newPassword": new} | more
    )
    assert made.status_code == 201, made.text
    assert new not in made.text
    proof = made.json().get("proof", {}).get("id", "")
    return {"password": made.json()["id"], "proof": proof}


def orders(
    http: httpx.Client, anna: Anna, process: str, *, password: str, proof: str
) -> httpx.Response:
    item = {
        "id": "1",
        "action": "modify",
        "product": {
            "id": anna.subscriber,
            "productCharacteristic": [{"name": "password", "value": password}],
        },
    }
    body = {"category": process, "proof": [proof], "productOrderItem": [item]}
    return http.post(ORDERS, json=body, headers={"Idempotency-Key": new_key()})


def is_done(town: Town, http: httpx.Client, asked: httpx.Response) -> str:
    """Wait until the order is over; return how it ended."""
    assert asked.status_code in {201, 202}, asked.text
    door = f"{ORDERS}/{asked.json()['id']}"
    ends = {"completed", "rejected", "failed", "cancelled", "held"}
    town.comes_true(lambda: http.get(door).json()["state"] in ends)
    order = http.get(door).json()
    return str(order.get("refusal", {}).get("code", order["state"]))


def tries(anna: Anna, http: httpx.Client, password: str) -> str:
    made = http.post(f"/v1/subscribers/{anna.subscriber}/proofs", json={"password": password})
    return "proves" if made.status_code == 201 else str(made.json()["code"])


@pytest.mark.holds("R-PW-4", "R-PW-5")
def test_the_first_one_comes_by_text_and_is_changed_before_it_proves_anything(town: Town) -> None:
    """R-PW-4, R-PW-5"""
    anna = town.opens_for_somebody(prepaid=5000)
    first = digits_in(town, anna, FIRST_PASSWORD)
    with herself(town, anna) as http:
        assert tries(anna, http, first) == "PASSWORD_INITIAL"
        said = says(anna, http, GOOD, password=first)
        elsewhere = orders(http, anna, RESET, **said)
        changed = is_done(town, http, orders(http, anna, CHANGE, **said))
        again = orders(http, anna, CHANGE, **said)

        assert elsewhere.json()["code"] == "VERIFICATION_REQUIRED"
        assert changed == "completed"
        assert again.json()["code"] == "VERIFICATION_REQUIRED"
        assert tries(anna, http, first) == "PASSWORD_WRONG"
        assert tries(anna, http, GOOD) == "proves"

    town.comes_true(lambda: any(CHANGED in one for one in town.scene.handsets.inbox(anna.sim)))


def test_a_forgotten_one_is_reset_by_a_code_and_the_number_of_the_paper(town: Town) -> None:
    anna = town.opens_for_somebody(prepaid=5000)
    with herself(town, anna) as http:
        code = proves(anna, http, code=code_by_text(town, anna, http))
        said = says(anna, http, GOOD) | {"proof": code}
        half = orders(http, anna, RESET, **said)
        paper = {"paperType": "id_card", "paperNumber": anna.paper}
        both = proves(anna, http, proof=code, **paper)
        done = is_done(town, http, orders(http, anna, RESET, **said))

        assert half.json()["code"] == "VERIFICATION_REQUIRED"
        assert (both, done) == (code, "completed")
        assert tries(anna, http, GOOD) == "proves"


def test_in_the_hall_it_is_reset_with_the_paper_seen_and_is_an_initial_one(town: Town) -> None:
    """C7: the lock of the day does not keep the hall from it."""
    anna = town.opens_for_somebody(prepaid=5000)
    first = digits_in(town, anna, FIRST_PASSWORD)
    wrong = "141421" if first != "141421" else "173205"
    with herself(town, anna) as http:
        for _ in range(3):
            assert tries(anna, http, wrong) == "PASSWORD_WRONG"
        assert tries(anna, http, first) == "PASSWORD_LOCKED"
    seen = town.scene.counter.check(anna.customer, kinds=("id_seen",), paper=anna.paper)
    said = says(anna, town.http, BETTER) | {"proof": seen}

    done = is_done(town, town.http, orders(town.http, anna, RESET, **said))

    assert done == "completed"
    with herself(town, anna) as http:
        assert tries(anna, http, BETTER) == "PASSWORD_INITIAL"


@pytest.mark.parametrize("process", [CHANGE, RESET])
def test_another_numbers_password_is_none_of_this_order(town: Town, process: str) -> None:
    anna, boris = town.opens_for_somebody(prepaid=5000), town.opens_for_somebody(prepaid=5000)
    with herself(town, boris) as http:
        his = says(boris, http, GOOD)["password"]
    with herself(town, anna) as http:
        first = digits_in(town, anna, FIRST_PASSWORD)
        hers = says(anna, http, BETTER, password=first)
        if process == RESET:
            code = proves(anna, http, code=code_by_text(town, anna, http))
            paper = {"paperType": "id_card", "paperNumber": anna.paper}
            hers = hers | {"proof": proves(anna, http, proof=code, **paper)}
        wrong = is_done(town, http, orders(http, anna, process, password=his, proof=hers["proof"]))

        assert wrong == "PASSWORD_NOT_PREPARED"
        # The proof is hers again, and nothing has changed.
        assert is_done(town, http, orders(http, anna, process, **hers)) == "completed"


def test_a_stopped_number_changes_nothing(town: Town) -> None:
    """AC-PW-1"""
    anna = town.opens_for_somebody(prepaid=5000)
    first = digits_in(town, anna, FIRST_PASSWORD)
    assert town.asks_for(anna, "voluntary_suspension", months=1).state == "completed"
    with herself(town, anna) as http:
        said = says(anna, http, GOOD, password=first)

        refused = is_done(town, http, orders(http, anna, CHANGE, **said))

        assert refused == "STATE_NOT_ALLOWED"
        assert tries(anna, http, first) == "PASSWORD_INITIAL"
