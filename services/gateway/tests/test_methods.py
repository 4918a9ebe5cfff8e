"""Methods, statuses and headers are as they are: HEAD, OPTIONS, `Allow`, 202, 206 and each 4xx."""

import asyncio
from typing import Any

import pytest
from pretend_desks import ORDER
from pretend_world import World
from test_bad_input import DOORS
from test_openapi import operations, told
from test_product_orders import ORDERS, asks_for
from test_queries import filled

from gateway.apis.tmf622_product_ordering.mapping.states import MOVING_AT_THE_DESK, TMF_STATES

EVERY = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT", "FOO")


async def methods_by_path(world: World) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for path, method, _ in operations(await told(world)):
        found.setdefault(filled(path), set()).add(method.upper())
    return found


async def test_what_is_allowed_is_all_that_is_allowed(world: World) -> None:
    for path, methods in (await methods_by_path(world)).items():
        right = methods | {"OPTIONS"} | ({"HEAD"} if "GET" in methods else set())
        for method in set(EVERY) - right:
            answer = await world.http.request(method, path, headers=world.clerk())

            assert answer.status_code == 405, (method, path)
            assert set(answer.headers["Allow"].split(", ")) == right
            assert method == "HEAD" or answer.json()["code"] == "METHOD_NOT_ALLOWED"


async def test_options_tell_what_is_allowed_and_do_nothing(world: World) -> None:
    for path, methods in (await methods_by_path(world)).items():
        answer = await world.http.options(path)

        assert (answer.status_code, answer.content) == (204, b"")
        assert methods <= set(answer.headers["Allow"].split(", "))
    assert world.notes.asked == []


async def test_head_is_get_without_its_body(world: World) -> None:
    for path in (ORDERS, f"{ORDERS}/{ORDER}", "/v1/packs", f"{ORDERS}?limit=x", "/health"):
        got = await world.http.get(path, headers=world.clerk())
        head = await world.http.head(path, headers=world.clerk())

        assert (head.status_code, head.content) == (got.status_code, b"")
        assert dict(head.headers) == dict(got.headers)


async def test_head_of_a_stream_ends(world: World) -> None:
    path = f"{ORDERS}/{ORDER}/events"

    answer = await asyncio.wait_for(world.http.head(path, headers=world.clerk()), 10)

    assert (answer.status_code, answer.content) == (200, b"")
    assert answer.headers["content-type"].startswith("text/event-stream")
    assert not world.watch.is_watched(ORDER)


async def test_an_order_under_way_is_accepted_and_others_are_created(world: World) -> None:
    document = await told(world)
    declared = document["paths"][ORDERS]["post"]["responses"]

    for state in TMF_STATES:
        world.notes.order.state = state
        answer = await world.http.post(ORDERS, headers=world.clerk(), json=asks_for("termination"))
        assert answer.status_code == (202 if state in MOVING_AT_THE_DESK else 201)
        assert str(answer.status_code) in declared


@pytest.mark.parametrize("role", ["clerk", "operations", "customer", "payer"])
async def test_every_status_is_one_that_is_declared(world: World, role: str) -> None:
    document = await told(world)
    bodies: dict[str, Any] = {path: many[0] for path, many in DOORS.values()}
    for template, method, one in operations(document):
        path = filled(template)
        for query in ("", "?limit=1", "?nothing=1"):
            if "events" in path:
                continue
            answer = await world.http.request(
                method.upper(), f"{path}{query}", headers=world.signed_in(role),
                json=bodies.get(path, {}),
            )  # fmt: skip
            assert str(answer.status_code) in one["responses"], (path, method, answer.text)


async def test_a_part_of_a_list_is_declared(world: World) -> None:
    for path, _, one in operations(await told(world)):
        names = {each["name"] for each in one["parameters"]}
        assert ("206" in one["responses"]) == ("limit" in names), path
