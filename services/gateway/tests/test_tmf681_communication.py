"""TMF681: what a number was told is read by staff and by whose number it is; codes by nobody."""

from typing import Any

import pytest
from pretend_desks import BORIS
from pretend_money import ANNA, SUBSCRIBER
from pretend_texts import CODE, PAID, TEXT
from pretend_world import World

BASE = "/tmf-api/communicationManagement/v4/communicationMessage"


async def listed(world: World, headers: Any, **asked: str) -> Any:
    answer = await world.http.get(BASE, params={"product.id": SUBSCRIBER, **asked}, headers=headers)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_staff_see_what_a_number_was_told(world: World) -> None:
    code, paid = await listed(world, world.clerk())

    assert (paid["id"], paid["content"], paid["state"]) == (TEXT, PAID, "completed")
    assert paid["receiver"][0]["party"]["id"] == ANNA
    assert (code["id"], code["state"], code["subject"]) == (CODE, "inProgress", "one_time_code")
    assert "content" not in code
    newest: Any = world.notes.asked[-1]
    assert newest.subscriber_id == SUBSCRIBER


async def test_a_customer_sees_their_own_number(world: World) -> None:
    assert len(await listed(world, world.anna())) == 2


async def test_another_customer_sees_nothing_of_it(world: World) -> None:
    boris = world.signed_in("customer", customer_id=BORIS)
    for path in (f"{BASE}?product.id={SUBSCRIBER}", f"{BASE}/{TEXT}"):
        answer = await world.http.get(path, headers=boris)
        assert (answer.status_code, answer.json()["code"]) == (403, "NOT_YOURS"), path


async def test_the_template_is_asked_of_provisioning_and_the_state_looked_for_here(
    world: World,
) -> None:
    (code,) = await listed(world, world.clerk(), subject="one_time_code")
    newest: Any = world.notes.asked[-1]
    assert newest.template == "one_time_code"
    (paid,) = await listed(world, world.clerk(), state="completed")
    assert (code["id"], paid["id"]) == (CODE, TEXT)


async def test_one_is_read(world: World) -> None:
    answer = await world.http.get(f"{BASE}/{TEXT}", headers=world.anna())
    assert (answer.status_code, answer.json()["content"]) == (200, PAID)


@pytest.mark.parametrize(
    ("asked", "status", "code", "field"),
    [
        ({}, 400, "FIELD_MISSING", "relatedParty.id"),
        ({"product.id": SUBSCRIBER, "colour": "red"}, 400, "FIELD_UNKNOWN", "colour"),
        ({"product.id": SUBSCRIBER, "tryTimes": "x"}, 400, "FIELD_NOT_VALID", "tryTimes"),
    ],
)
async def test_a_question_that_is_none_is_refused(
    world: World, asked: dict[str, str], status: int, code: str, field: str
) -> None:
    answer = await world.http.get(BASE, params=asked, headers=world.clerk())
    refused = (answer.status_code, answer.json()["code"], answer.json()["field"])
    assert refused == (status, code, field)


async def test_nothing_is_written_here(world: World) -> None:
    answer = await world.http.post(BASE, json={"content": "hello"}, headers=world.clerk())
    assert answer.status_code in {405, 501}
