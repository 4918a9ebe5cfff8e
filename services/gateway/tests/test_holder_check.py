"""Codes by text and service passwords over REST: who may, what is passed on, what is refused."""

from typing import Any

import pytest
from pretend_desks import BORIS, NUMBER
from pretend_money import SUBSCRIBER
from pretend_world import World

from kernel.errors import NotAllowed, Refusal, TryLater

HERS = f"/v1/subscribers/{SUBSCRIBER}"
BODIES: dict[str, dict[str, Any]] = {
    "codes": {},
    "proofs": {"code": "271828"},
    "password": {"newPassword": "314159"},
    "password/change": {"password": "271828", "newPassword": "314159"},
    "password/reset": {"newPassword": "314159", "proof": "seen"},
}


async def test_a_code_is_sent_to_a_number_of_hers(world: World) -> None:
    by_id = await world.http.post(f"{HERS}/codes", headers=world.anna())
    by_number = await world.http.post(f"/v1/subscribers/+{NUMBER}/codes", headers=world.anna())

    assert by_id.status_code == by_number.status_code == 201
    assert by_id.json() == {"validUntil": "2026-11-22T04:05:00Z", "leftToday": 14}
    assert world.notes.last("SendCodeRequest").subscriber_id == SUBSCRIBER


async def test_what_she_read_is_a_proof(world: World) -> None:
    body = {"code": "271828", "proof": "earlier"}
    answer = await world.http.post(f"{HERS}/proofs", headers=world.anna(), json=body)

    asked = world.notes.last("CheckCodeRequest")
    assert (asked.subscriber_id, asked.code, asked.proof_id) == (SUBSCRIBER, "271828", "earlier")
    assert answer.status_code == 201
    shown = {name: answer.json()[name] for name in ("id", "kinds", "subscriberId")}
    assert shown == {"id": "proof", "kinds": ["sms_code"], "subscriberId": SUBSCRIBER}


async def test_what_she_knows_is_a_proof(world: World) -> None:
    body = {"password": "271828"}
    answer = await world.http.post(f"{HERS}/proofs", headers=world.anna(), json=body)

    assert world.notes.last("CheckPasswordRequest").password == "271828"
    assert answer.json()["kinds"] == ["service_password"]
    assert "271828" not in answer.text


async def test_a_new_password_is_said_for_an_order(world: World) -> None:
    alone = await world.http.post(
        f"{HERS}/password", headers=world.anna(), json={"newPassword": "314159"}
    )
    body = {"newPassword": "314159", "password": "271828", "proof": "earlier"}
    both = await world.http.post(f"{HERS}/password", headers=world.anna(), json=body)

    assert (alone.status_code, both.status_code) == (201, 201)
    assert alone.json() == {"id": "prepared", "validUntil": "2026-11-22T04:10:00Z"}
    assert both.json()["proof"]["kinds"] == ["old_password"]
    asked = world.notes.last("PreparePasswordRequest")
    assert (asked.subscriber_id, asked.password, asked.new_password, asked.proof_id) == (
        SUBSCRIBER,
        "271828",
        "314159",
        "earlier",
    )


async def test_the_number_of_her_paper_is_a_check_beside_another(world: World) -> None:
    body = {"paperType": "ID_CARD", "paperNumber": "110101199003077651", "proof": "by code"}

    answer = await world.http.post(f"{HERS}/proofs", headers=world.anna(), json=body)

    asked = world.notes.last("CheckPaperRequest")
    assert (asked.paper_type, asked.paper_number) == ("id_card", "110101199003077651")
    assert asked.proof_id == "by code"
    assert answer.json()["kinds"] == ["paper_known"]
    assert "110101" not in answer.text


async def test_the_name_goes_along_with_the_paper_and_with_nothing_else(world: World) -> None:
    body = {"paperType": "ID_CARD", "paperNumber": "110101199003077651", "name": "Anna"}

    await world.http.post(f"{HERS}/proofs", headers=world.anna(), json=body)
    alone = await world.http.post(
        f"{HERS}/proofs", headers=world.anna(), json={"code": "271828", "name": "Anna"}
    )

    assert world.notes.last("CheckPaperRequest").name == "Anna"
    assert (alone.status_code, alone.json()["field"]) == (400, "name")


async def test_the_puk_is_shown_by_its_order_and_kept_by_nobody(world: World) -> None:
    answer = await world.http.get(f"{HERS}/puk?order=unlocked", headers=world.anna())

    asked = world.notes.last("ReadPukRequest")
    assert (asked.order_id, asked.subscriber_id) == ("unlocked", SUBSCRIBER)
    assert answer.json() == {"puk": "48151623"}
    assert answer.headers["Cache-Control"] == "no-store"


async def test_the_puk_is_nobody_elses_and_needs_its_order(world: World) -> None:
    boris = world.signed_in("customer", channel="app", customer_id=BORIS)
    anothers = await world.http.get(f"{HERS}/puk?order=unlocked", headers=boris)
    nameless = await world.http.get(f"{HERS}/puk", headers=world.anna())
    world.notes.refusals["ReadPukRequest"] = NotAllowed(
        "PUK_NOT_GRANTED", "Ask first.", field="order_id"
    )
    late = await world.http.get(f"{HERS}/puk?order=late", headers=world.anna())

    assert (anothers.status_code, anothers.json()["code"]) == (403, "NOT_YOURS")
    assert (nameless.json()["code"], nameless.json()["field"]) == ("FIELD_MISSING", "order")
    assert (late.json()["code"], late.json()["field"]) == ("PUK_NOT_GRANTED", "order")


async def test_a_password_is_changed_and_reset(world: World) -> None:
    changed = await world.http.post(
        f"{HERS}/password/change", headers=world.anna(), json=BODIES["password/change"]
    )
    paper = {"paperType": "ID_CARD", "paperNumber": "110101199003077651"}
    reset = await world.http.post(
        f"{HERS}/password/reset", headers=world.anna(), json=BODIES["password/reset"] | paper
    )

    assert (changed.status_code, reset.status_code) == (201, 201)
    change = world.notes.last("ChangePasswordRequest")
    assert (change.password, change.new_password) == ("271828", "314159")
    said = world.notes.last("ResetPasswordRequest")
    assert (said.new_password, said.proof_id, said.paper_type) == ("314159", "seen", "id_card")


@pytest.mark.parametrize("door", list(BODIES))
async def test_another_customer_has_nothing_sent_or_compared(world: World, door: str) -> None:
    boris = world.signed_in("customer", channel="app", customer_id=BORIS)

    answer = await world.http.post(f"{HERS}/{door}", headers=boris, json=BODIES[door])

    assert (answer.status_code, answer.json()["code"]) == (403, "NOT_YOURS")
    assert [type(one).__name__ for one in world.notes.asked] == ["GetSubscriberRequest"]


@pytest.mark.parametrize("door", list(BODIES))
@pytest.mark.parametrize("role", ["payer", "operations"])
async def test_not_everybody_may(world: World, door: str, role: str) -> None:
    headers = world.signed_in(role, channel="bank" if role == "payer" else "hall")

    answer = await world.http.post(f"{HERS}/{door}", headers=headers, json=BODIES[door])

    assert answer.status_code == 403
    assert world.notes.asked == []


@pytest.mark.parametrize(
    ("door", "change", "code", "field"),
    [
        ("codes", {"msisdn": NUMBER}, "FIELD_UNKNOWN", "msisdn"),
        ("proofs", {"code": None}, "FIELD_MISSING", "code"),
        ("proofs", {"code": ""}, "FIELD_NOT_VALID", "code"),
        ("proofs", {"code": 271828}, "FIELD_NOT_VALID", "code"),
        ("proofs", {"password": "314159"}, "FIELD_NOT_VALID", "password"),
        ("proofs", {"kinds": ["face"]}, "FIELD_UNKNOWN", "kinds"),
        ("proofs", {"paperNumber": "1"}, "FIELD_NOT_VALID", "paperNumber"),
        ("proofs", {"paperType": "id_card"}, "FIELD_NOT_VALID", "paperType"),
        ("password", {"newPassword": None}, "FIELD_MISSING", "newPassword"),
        ("password", {"newPassword": 314159}, "FIELD_NOT_VALID", "newPassword"),
        ("password", {"proof": "by code"}, "FIELD_NOT_VALID", "proof"),
        ("password/change", {"password": None}, "FIELD_MISSING", "password"),
        ("password/change", {"newPassword": None}, "FIELD_MISSING", "newPassword"),
        ("password/reset", {"proof": None}, "FIELD_MISSING", "proof"),
        ("password/reset", {"newPassword": ["3"]}, "FIELD_NOT_VALID", "newPassword"),
    ],
)
async def test_what_is_not_understood_is_refused(
    world: World, door: str, change: dict[str, Any], code: str, field: str
) -> None:
    answer = await world.http.post(
        f"{HERS}/{door}", headers=world.anna(), json=BODIES[door] | change
    )

    refused = (answer.status_code, answer.json()["code"], answer.json()["field"])
    assert refused == (400, code, field)


async def test_what_accounts_refuses_names_the_field_as_it_was_sent(world: World) -> None:
    weak = Refusal("PASSWORD_WEAK", "Too easy.", field="new_password")
    world.notes.refusals["ChangePasswordRequest"] = weak
    world.notes.refusals["CheckPasswordRequest"] = TryLater(
        "PASSWORD_LOCKED", "Wait.", seconds=60, field="password"
    )

    change = await world.http.post(
        f"{HERS}/password/change", headers=world.anna(), json=BODIES["password/change"]
    )
    locked = await world.http.post(
        f"{HERS}/proofs", headers=world.anna(), json={"password": "271828"}
    )

    assert (change.status_code, change.json()["field"]) == (400, "newPassword")
    assert (locked.status_code, locked.headers["Retry-After"]) == (429, "60")
