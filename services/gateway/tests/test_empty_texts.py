"""An empty text says nothing: it is refused at every place of a body where it could be left out."""

import json
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest
from pretend_money import ANNA
from pretend_world import World
from test_bad_input import DOORS
from test_customers import CHANGE, CUSTOMERS
from test_honoured import takes

from gateway.rest.grammar.body_rules import Body

Place = tuple[Any, ...]


def empties(body: Any, table: Body, before: Place = ()) -> Iterator[tuple[Place, Any]]:
    """Return each place of a body where an empty text could stand, and what is put there."""
    if isinstance(body, list):
        for number, element in enumerate(body):
            yield from empties(element, table, (*before, number))
        return
    for name in (*table.taken, *table.only, *table.echoes, *table.refused):
        inner = table.taken.get(name)
        yield (*before, name), ""
        if inner is None:
            yield (*before, name), [""]
        elif name in body:
            yield from empties(body[name], inner, (*before, name))
        else:
            for leaf in (*inner.taken, *inner.only, *inner.echoes, *inner.refused):
                yield (*before, name), {leaf: ""}
                yield (*before, name), [{leaf: ""}]


def with_said(body: dict[str, Any], place: Place, value: Any) -> dict[str, Any]:
    changed = deepcopy(body)
    inside: Any = changed
    for name in place[:-1]:
        inside = inside[name]
    inside[place[-1]] = value
    return changed


@pytest.mark.parametrize("door", DOORS)
async def test_no_empty_text_is_taken_anywhere_in_a_body(open_world: World, door: str) -> None:
    path, bodies = DOORS[door]
    table = open_world.apis.bodies[await takes(open_world, path)]
    headers = open_world.signed_in("clerk", "operations")

    for body in bodies:
        for place, value in empties(body, table):
            content = json.dumps(with_said(body, place, value))
            answer = await open_world.http.post(path, headers=headers, content=content)

            said = answer.json()
            assert said["code"] in {"FIELD_NOT_VALID", "FIELD_MISSING", "CONTRADICTS_TOKEN"}, place
            assert said["field"], (place, value)


async def test_no_empty_text_is_taken_in_a_change_of_a_customer(open_world: World) -> None:
    table = open_world.apis.bodies["CustomerChange"]
    # Of none: a characteristic is taken from who has it with an empty value.
    places = [one for one in empties(CHANGE, table) if one[0][-1] != "value"]
    assert places

    for place, value in places:
        answer = await open_world.http.patch(
            f"{CUSTOMERS}/{ANNA}",
            headers=open_world.signed_in("clerk"),
            json=with_said(CHANGE, place, value),
        )

        assert answer.status_code == 400, (place, value)
        assert answer.json()["field"], (place, value)


@pytest.mark.parametrize("name", ["channel", "role", "actor", "operatorId", "staff"])
async def test_an_empty_claim_is_no_claim_that_agrees(world: World, name: str) -> None:
    path, (body, *_) = DOORS["payments"]

    answer = await world.http.post(path, headers=world.clerk(), json={**body, name: ""})

    said = answer.json()
    assert (answer.status_code, said["code"], said["field"]) == (400, "FIELD_NOT_VALID", name)


async def test_a_channel_without_an_id_is_not_the_one_of_the_token(world: World) -> None:
    path, (body, *_) = DOORS["payment"]

    for channel in ({"id": ""}, {"id": "", "name": "hall"}, {"id": "hall", "name": ""}):
        answer = await world.http.post(
            path, headers=world.clerk(), json={**body, "channel": channel}
        )
        assert (answer.status_code, answer.json()["code"]) == (400, "FIELD_NOT_VALID")
        assert answer.json()["field"] in {"channel.id", "channel.name"}
