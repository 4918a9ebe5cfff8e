"""过户 through the chain: a number is another's, and neither sees or pays what is the other's."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from chain.test_money_questions import herself
from harness.books import Books
from harness.chain import Town
from harness.record_files import SHANGHAI
from launch.agreement import agreement
from launch.counter import Order, RefusedAtCounter
from launch.operations import bossctl
from launch.story import OFFERING, PROOFS, Anna

FEE = 500
"""Fen a month."""
TMF = "/tmf-api"
PAID = 3000


def to_the_tenth(town: Town) -> None:
    """Turn the clock to noon on the tenth of the next month: its bill is out."""
    local = town.now() + SHANGHAI
    following = (local.replace(day=1) + timedelta(days=32)).replace(day=1)
    moment = datetime(following.year, following.month, 10, 12, tzinfo=UTC) - SHANGHAI
    moved = town.http.post("/v1/clock", json={"to": moment.isoformat()})
    assert moved.is_success, moved.text


def seen(town: Town, who: Anna) -> str:
    return town.scene.counter.check(who.customer, kinds=PROOFS, paper=who.paper)


def gives(town: Town, anna: Anna, boris: Anna, **said: Any) -> Order:
    """Have both at the counter, each with their paper, and wait for the end."""
    asked: dict[str, Any] = {
        "new_holder": boris.customer, "prepayment": PAID, "agreement": agreement(OFFERING),
    }  # fmt: skip
    proofs = [seen(town, anna), seen(town, boris)]
    order = town.scene.counter.order(
        "ownership_transfer", customer=anna.customer, subscriber=anna.subscriber, proofs=proofs,
        **(asked | said),
    )  # fmt: skip
    return town.ends(order)


def usage(town: Town, who: Anna, *, of: Anna) -> list[dict[str, Any]]:
    """Return the itemised list of a number that a clerk shows whom they see."""
    asked = {"msisdn": of.number, "proof": seen(town, who)}
    listed = town.http.get(f"{TMF}/usageManagement/v4/usage", params=asked)
    assert listed.is_success, listed.text
    rows: list[dict[str, Any]] = listed.json()
    return rows


@pytest.mark.holds("T28", "AC-TR-1", "R-TR-1", "R-TR-4", "R-TR-6")
def test_number_is_his_and_neither_has_anything_of_the_other(town: Town) -> None:
    to_the_tenth(town)
    anna, boris = town.opens_for_somebody(prepaid=5000), town.meets_somebody()
    hers = str(town.http.get(f"/v1/subscribers/{anna.subscriber}/balance").json()["id"])
    assert town.calls(anna, seconds=61) == "let through"
    town.is_quiet()
    town.later(days=4)
    card = town.subscriber(anna)["iccid"]
    before, local = town.balance(anna), town.now() + SHANGHAI

    order = gives(town, anna, boris)
    assert order.state == "completed", order.content
    town.is_quiet()

    his = replace(boris, subscriber=anna.subscriber, number=anna.number, card=anna.card)
    days = monthrange(local.year, local.month)[1]
    fee = (2 * FEE * (days - local.day + 1) + days) // (2 * days)
    there = town.subscriber(his)
    assert (there["holderId"], there["state"], there["iccid"]) == (
        boris.customer, "active", card,
    )  # fmt: skip
    assert town.balance(his) == PAID - fee
    # She is owed what is left, with the rest of the month that she had paid for.
    (owed,) = [
        one.split()
        for one in bossctl(town.operator, "account", "left-with", "money").splitlines()
        if one.startswith(hers)
    ]
    assert owed[1:] == ["closing", anna.number, "0", "fen", str(before + fee), "fen"]

    # What each uses from now on is his; her list and his are two.
    assert town.can_call_friend(his)
    town.is_quiet()
    assert town.balance(his) == PAID - fee - 15
    (shown,) = usage(town, his, of=his)
    with herself(town, anna) as her_app, herself(town, his) as his_app:
        for path in ("", "/balance", "/usage", "/postings", "/allowances"):
            refused = her_app.get(f"/v1/subscribers/{anna.subscriber}{path}")
            assert refused.status_code in {403, 404}, path
        assert his_app.get(f"/v1/subscribers/{anna.subscriber}/balance").is_success
        assert her_app.get(f"/v1/accounts/{hers}/books").is_success
        assert his_app.get(f"/v1/accounts/{hers}/books").status_code == 403
        orders = his_app.get(f"{TMF}/productOrderingManagement/v4/productOrder").json()
        texts = his_app.get(f"{TMF}/communicationManagement/v4/communicationMessage").json()
        first = town.http.get(
            f"{TMF}/communicationManagement/v4/communicationMessage",
            params={"product.id": anna.subscriber},
        ).json()
    assert orders == []
    assert shown["ratedProductUsage"][0]["taxIncludedRatingAmount"]["value"] == 0.15
    assert not [one for one in (*texts, *first) if "欢迎入网" in one.get("content", "")]
    town.comes_true(lambda: any("已过户" in one for one in town.scene.handsets.inbox(his.sim)))
    assert Books(town).ledger().sum_minor == 0
    assert Books(town).network_differs() == []


@pytest.mark.holds("T28")
def test_money_goes_along_and_the_months_go_on(town: Town) -> None:
    to_the_tenth(town)
    anna, boris = town.opens_for_somebody(prepaid=5000), town.meets_somebody()
    before = town.balance(anna)

    order = gives(town, anna, boris, prepayment=0, money_left="with_number")
    assert order.state == "completed", order.content
    town.is_quiet()

    his = replace(anna, customer=boris.customer, paper=boris.paper)
    assert town.balance(his) == before
    to_the_tenth(town)
    town.is_quiet()
    assert town.balance(his) == before - FEE
    assert Books(town).ledger().sum_minor == 0


@pytest.mark.holds("R-TR-4")
def test_he_is_sent_a_first_password_and_hers_opens_nothing(town: Town) -> None:
    to_the_tenth(town)
    anna, boris = town.opens_for_somebody(prepaid=5000), town.meets_somebody()

    assert gives(town, anna, boris).state == "completed"

    def passwords() -> list[str]:
        return [one for one in town.scene.handsets.inbox(anna.sim) if "初始" in one]

    town.comes_true(lambda: len(passwords()) == 2)
    assert passwords()[0] != passwords()[1]


@pytest.mark.holds("R-TR-8")
def test_it_may_come_back_to_her_another_month(town: Town) -> None:
    to_the_tenth(town)
    anna, boris = town.opens_for_somebody(prepaid=5000), town.meets_somebody()
    assert gives(town, anna, boris).state == "completed"
    his = replace(boris, subscriber=anna.subscriber, number=anna.number, card=anna.card)

    again = gives(town, his, anna)
    assert again.content["refusal"]["code"] == "TRANSFER_LIMIT_EXCEEDED"
    to_the_tenth(town)
    town.is_quiet()
    assert gives(town, his, anna).state == "completed"

    assert town.subscriber(anna)["holderId"] == anna.customer
    assert town.can_call_friend(anna)
    town.is_quiet()
    assert Books(town).ledger().sum_minor == 0


@pytest.mark.holds("AC-TR-1")
def test_what_speaks_against_it_is_said_and_changes_nothing(town: Town) -> None:
    to_the_tenth(town)
    anna, boris = town.opens_for_somebody(prepaid=5000), town.meets_somebody()
    before = (town.subscriber(anna), town.balance(anna))

    to_herself = gives(town, anna, anna)
    too_little = gives(town, anna, boris, prepayment=0)
    other_plan = gives(town, anna, boris, agreement=agreement("KEEP8"))
    with pytest.raises(RefusedAtCounter) as alone:
        town.scene.place(
            anna, "ownership_transfer", new_holder=boris.customer, prepayment=PAID,
            agreement=agreement(OFFERING),
        )  # fmt: skip
    with pytest.raises(RefusedAtCounter) as as_handler:
        gives(town, anna, boris, new_holder_comes_as="handler")

    assert to_herself.content["refusal"]["code"] == "NOTHING_TO_DO"
    assert too_little.content["refusal"]["code"] == "DEPOSIT_REQUIRED"
    assert other_plan.content["refusal"]["code"] == "AGREEMENT_OF_ANOTHER_PLAN"
    assert (alone.value.code, as_handler.value.code) == (
        "VERIFICATION_REQUIRED", "ROLE_NOT_ALLOWED",
    )  # fmt: skip
    assert (town.subscriber(anna), town.balance(anna)) == before
    assert town.asks_for(anna, "loss_report").state == "completed"
    assert gives(town, anna, boris).content["refusal"]["code"] == "STATE_NOT_ALLOWED"


def test_nothing_waits_for_a_person(town: Town) -> None:
    assert bossctl(town.operator, "appointments", "list") == "nothing waits for a person"
