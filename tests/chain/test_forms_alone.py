"""Every process a person may ask for, asked from its form alone (`GET /v1/processes`)."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pytest

from chain.test_ownership_transfer import to_the_tenth
from harness.chain import Town
from launch.agreement import agreement
from launch.counter import Order, RefusedAtCounter
from launch.person import somebody
from launch.story import Anna

Form = Mapping[str, Any]
IN_ORDER = (
    "new_subscription", "new_sub_card", "plan_change", "plan_change_withdrawal",
    "service_password_reset", "service_password_change", "information_change",
    "roaming_and_long_distance", "supplementary_services", "voluntary_suspension",
    "voluntary_resumption", "loss_report", "loss_cancellation", "operator_stop",
    "operator_open", "sim_swap", "booked_termination", "termination_withdrawal", "termination",
    "restoration",
)  # fmt: skip
"""As a life goes: a number, a sub-card that leaves again, a plan booked and not wanted, a password,
abroad, a service, away, back, lost, found, stopped, opened, another card, notice given and
withdrawn, the end, and back again."""
HALL, BACK_OFFICE = "hall", "back_office"
COME_THEMSELVES = "holder"
"""The first choice of who comes for the other, where a number changes hands."""
RESET_TO, CHANGED_TO = "271828", "314159"


def forms(town: Town) -> Mapping[str, Form]:
    told = town.http.get("/v1/processes").raise_for_status().json()
    return {form["name"]: form for form in told}


def way(form: Form, capacity: str) -> Mapping[str, Any] | None:
    """Return how somebody may ask for it in the hall; the last of several ways."""
    ways = [
        one
        for one in form["openedBy"]
        if one["channel"] == HALL and COME_THEMSELVES in (one.get("onlyFor") or [COME_THEMSELVES])
    ]
    return next((one for one in reversed(ways) if one["capacity"] == capacity), None)


def shows(town: Town, anna: Anna, checks: Sequence[Mapping[str, str]]) -> list[str]:
    """Have everybody checked as the form says; return the records of it."""
    kinds: dict[str, list[str]] = defaultdict(list)
    for check in checks:
        kinds[check["of"]].append(check["proof"])
    return [sees(town, anna, who, what) for who, what in kinds.items()]


def sees(town: Town, anna: Anna, who: str, kinds: Sequence[str]) -> str:
    if kinds == ["old_password"]:
        return str(says(town, anna, CHANGED_TO, password=RESET_TO)["proof"]["id"])
    if who == "new_holder":
        them = friend_of(town, anna)
        return town.scene.counter.check(them.customer, kinds=tuple(kinds), paper=them.paper)
    if who == "holder":
        return town.scene.counter.check(anna.customer, kinds=tuple(kinds), paper=anna.paper)
    person = somebody()
    content = {
        "customerId": anna.customer, "capacity": who, "kinds": list(kinds), "name": person.name,
        "paperType": "id_card", "paperNumber": person.paper,
    }  # fmt: skip
    seen = town.http.post("/v1/proofs", json=content)
    assert seen.status_code == 201, seen.text
    return str(seen.json()["id"])


FRIENDS: dict[str, Anna] = {}
"""Whom each gives her number to, by her id."""


def friend_of(town: Town, anna: Anna) -> Anna:
    """Return whose number hers is going to be."""
    if anna.customer not in FRIENDS:
        FRIENDS[anna.customer] = town.meets_somebody()
    return FRIENDS[anna.customer]


def says(town: Town, anna: Anna, new: str, **old: str) -> dict[str, Any]:
    """Say a new password for an order; the form asks for what is answered."""
    door = f"/v1/subscribers/{anna.subscriber}/password"
    said = town.http.post(door, json={"newPassword": new} | old)
    assert said.status_code == 201, said.text
    made: dict[str, Any] = said.json()
    return made


def fields(town: Town, anna: Anna, form: Form) -> dict[str, Any]:
    """Fill what the form needs, each field by its kind; the customer is the order's party."""
    kinds = {field["kind"] for field in form["fields"]}
    names = {field["name"] for field in form["fields"]}
    sold = town.http.get("/v1/offerings").raise_for_status().json()
    is_card = "subscriber" in kinds
    offers = [one for one in sold if one["isSubCard"] is is_card and HALL in one["channels"]]
    prepaid = [one for one in offers if one["paymentType"] != "postpaid"]
    plans = [one for one in prepaid if is_card or one["subCards"]]
    # Who has the first of them changes to the last.
    offering = plans[-1] if "monthly_fee" in names else plans[0]
    fee = int(offering["monthlyFee"]["minor"])
    filled: dict[str, Any] = {
        "msisdn": town.scene.counter.free_number, "iccid": town.scene.counter.free_card,
        "subscriber": lambda: anna.subscriber, "guarantor": lambda: anna.subscriber,
        "offering": lambda: offering["code"], "number": lambda: 1,
        "money": lambda: fee if "monthly_fee" in names else 20_000,
        "new_holder": lambda: friend_of(town, anna).customer,
        "agreement": lambda: agreement(offering["code"]), "text": lambda: "case 2030-17",
        "password": lambda: says(
            town, anna, RESET_TO if form["name"].endswith("reset") else CHANGED_TO
        )["id"],
    }  # fmt: skip
    return {
        field["name"]: field["choices"][0] if field["choices"] else filled[field["kind"]]()
        for field in form["fields"]
        if (field["required"] or field["choices"]) and field["kind"] != "customer"
    }


def asks(town: Town, anna: Anna, form: Form, capacity: str) -> Order:
    """Ask as the form says, in this capacity; wait for the end."""
    opener = way(form, capacity)
    assert opener is not None
    return town.ends(
        town.scene.counter.order(
            form["name"],
            customer=anna.customer,
            subscriber="" if form["opensSubscriber"] else anna.subscriber,
            proofs=shows(town, anna, opener["checks"]),
            capacity=capacity if capacity == BACK_OFFICE else "",
            **fields(town, anna, form),
        )
    )


@pytest.mark.parametrize("capacity", ["holder", "agent"])
def test_a_life_is_asked_for_from_the_forms_alone(town: Town, capacity: str) -> None:
    """What an agent may not ask for, she asks for herself."""
    known, anna = forms(town), town.meets_somebody()
    asked_as: dict[str, str] = {}

    for name in IN_ORDER:
        form = known[name]
        may = [one for one in (capacity, "holder", BACK_OFFICE) if way(form, one)]
        asked_as[name] = may[0]
        order = asks(town, anna, form, asked_as[name])
        assert (order.state, order.content["capacity"]) == ("completed", asked_as[name]), name
        if name == "new_subscription":
            anna = replace(anna, subscriber=order.subscriber)
        if name == "new_sub_card":
            card = replace(anna, subscriber=order.subscriber)
            assert asks(town, card, known["termination"], "holder").state == "completed"

    assert town.subscriber(anna)["state"] == "active"
    if capacity == "agent":
        assert [name for name, who in asked_as.items() if who == "holder"] == [
            "service_password_reset", "service_password_change", "sim_swap", "booked_termination",
            "termination", "restoration",
        ]  # fmt: skip


def test_a_number_changes_hands_from_the_form_alone(town: Town) -> None:
    to_the_tenth(town)
    form = forms(town)["ownership_transfer"]
    plan = fields(town, town.meets_somebody(), forms(town)["new_subscription"])["offering"]
    anna = town.opens_for_somebody(prepaid=20_000, offering=plan)

    order = asks(town, anna, form, "holder")

    assert (order.state, order.content["capacity"]) == ("completed", "holder"), order.content
    assert town.subscriber(anna)["holderId"] == friend_of(town, anna).customer


def test_who_may_not_ask_is_told_so_for_every_process(town: Town) -> None:
    """Of the wrong capacity, and where no person may ask: the manual's code, nothing changed."""
    anna, told = town.opens_for_somebody(prepaid=5000), {}

    for name, form in forms(town).items():
        proofs = shows(town, anna, [{"of": "agent", "proof": "id_seen"}])
        with pytest.raises(RefusedAtCounter) as refused:
            town.scene.counter.order(
                name, customer=anna.customer,
                subscriber="" if form["opensSubscriber"] else anna.subscriber,
                proofs=proofs, **fields(town, anna, form),
            )  # fmt: skip
        told[name] = refused.value.code

    assert told == {
        "arrears_resumption": "CHANNEL_NOT_ALLOWED",
        "emergency_resumption": "AGENT_DOCS_MISSING",
        "guaranteed_resumption": "AGENT_DOCS_MISSING",
        "restoration": "ROLE_NOT_ALLOWED",
        "window_end": "CHANNEL_NOT_ALLOWED",
        "arrears_suspension": "CHANNEL_NOT_ALLOWED",
        "suspension_term_end": "CHANNEL_NOT_ALLOWED",
        "arrears_pre_termination": "CHANNEL_NOT_ALLOWED",
        "arrears_termination": "CHANNEL_NOT_ALLOWED",
        "booked_termination_end": "CHANNEL_NOT_ALLOWED",
        "abroad_end": "CHANNEL_NOT_ALLOWED",
        "booked_termination": "ROLE_NOT_ALLOWED",
        "termination_withdrawal": "AGENT_DOCS_MISSING",
        "new_subscription": "AGENT_DOCS_MISSING",
        "new_sub_card": "AGENT_DOCS_MISSING",
        "voluntary_suspension": "AGENT_DOCS_MISSING",
        "voluntary_resumption": "AGENT_DOCS_MISSING",
        "information_change": "AGENT_DOCS_MISSING",
        "unlocking": "AGENT_DOCS_MISSING",
        "roaming_and_long_distance": "AGENT_DOCS_MISSING",
        "supplementary_services": "AGENT_DOCS_MISSING",
        "service_password_change": "ROLE_NOT_ALLOWED",
        "service_password_reset": "ROLE_NOT_ALLOWED",
        "plan_change": "AGENT_DOCS_MISSING",
        "plan_change_withdrawal": "AGENT_DOCS_MISSING",
        "sim_swap": "ROLE_NOT_ALLOWED",
        "loss_report": "AGENT_DOCS_MISSING",
        "provisional_loss_report": "CHANNEL_NOT_ALLOWED",
        "provisional_loss_end": "CHANNEL_NOT_ALLOWED",
        "loss_cancellation": "AGENT_DOCS_MISSING",
        "operator_stop": "ROLE_NOT_ALLOWED",
        "operator_open": "ROLE_NOT_ALLOWED",
        "ownership_transfer": "ROLE_NOT_ALLOWED",
        "termination": "ROLE_NOT_ALLOWED",
    }
    assert town.can_call_friend(anna)
