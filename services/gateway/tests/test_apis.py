"""A new resource is one folder and one line: what the door does for all, it does for it."""

from pathlib import Path as Folder

import pytest
from pretend_world import World, pretend_world
from starlette.responses import Response

from gateway.domain.roles import Act
from gateway.rest.door.api import Api, Apis
from gateway.rest.door.path import SORTED, Heading, Path
from gateway.rest.grammar.attributes import Kind
from gateway.rest.grammar.body_rules import Body, plain
from gateway.rest.grammar.exact_json import ExactResponse
from gateway.rest.lists.filters import filtered
from gateway.rest.reference.shapes import TEXT, list_of, object_of, ref
from gateway.rest.request.api_request import ApiRequest, text

BASE = "/tmf-api/greeting/v1"
GREET = Act("greet", frozenset({"clerk"}))
ROWS = ({"word": "good morning", "times": 2}, {"word": "good night", "times": 7})


async def greetings(request: ApiRequest) -> Response:
    """List what is said at a counter."""
    return filtered(ROWS, request)


async def greet(request: ApiRequest) -> Response:
    """Say something to somebody."""
    body = await request.body()
    return ExactResponse({"word": text(body, "word"), "request": request.request_id}, 201)


API = Api(
    heading=Heading("Greetings", "What is said at a counter."),
    paths=(
        Path(method="GET", path=f"{BASE}/greeting", act=GREET, answer=greetings, asks=SORTED,
             filters={"word": Kind.TEXT, "times": Kind.NUMBER}, gives="Greetings", summary="List"),
        Path(method="POST", path=f"{BASE}/greeting", act=GREET, answer=greet, takes="Greeting",
             gives="Greeting", summary="Greet"),
    ),
    schemas={"Greeting": object_of("word", word=TEXT), "Greetings": list_of(ref("Greeting"))},
    bodies={"Greeting": Body(taken=plain("word"), refused={"tone": "nobody hears it"})},
    examples={"Greeting": {"word": "good morning"}},
    base=BASE,
    not_offered={"farewell": "Nobody leaves."},
    unchanged="What was said was said.",
)  # fmt: skip


async def test_a_resource_of_its_own_is_served_whole(tmp_path: Folder) -> None:
    async with pretend_world(tmp_path, more=(API,)) as world:
        path, clerk = f"{BASE}/greeting", world.clerk()

        document = (await world.http.get("/openapi.json")).json()
        listed = await world.http.get(f"{path}?times.gte=3", headers=clerk)
        said = await world.http.post(
            path, json={"word": "hello"}, headers=clerk | {"Idempotency-Key": "k"}
        )

        posted = document["paths"][path]["post"]
        assert posted["tags"] == ["Greetings"]
        assert posted["description"] == "Say something to somebody.\n\nRoles: clerk."
        assert posted["requestBody"]["content"]["application/json"]["example"]["word"]
        assert "Greeting" in document["components"]["schemas"]
        assert [row["word"] for row in listed.json()] == ["good night"]
        assert said.status_code == 201
        await check_refusals(world, path)


async def check_refusals(world: World, path: str) -> None:
    """Look that each way to be refused is there by itself."""
    clerk = world.clerk()
    for answer, refused in (
        (await world.http.get(path), (401, "NOT_SIGNED_IN")),
        (await world.http.get(path, headers=world.anna()), (403, "ROLE_NOT_ALLOWED")),
        (await world.http.get(f"{path}?size=3", headers=clerk), (400, "FIELD_UNKNOWN")),
        (await world.http.post(path, json={"tone": "x"}, headers=clerk), (400, "FIELD_NOT_VALID")),
        (await world.http.post(path, json={"colour": 1}, headers=clerk), (400, "FIELD_UNKNOWN")),
        (await world.http.post(path, json={"channel": "moon"}, headers=clerk),
         (403, "CONTRADICTS_TOKEN")),
        (await world.http.delete(path, headers=clerk), (405, "METHOD_NOT_ALLOWED")),
        (await world.http.get(f"{BASE}/farewell", headers=clerk), (501, "NOT_OFFERED")),
        (await world.http.post(f"{BASE}/hub", headers=clerk), (501, "NOT_OFFERED")),
    ):  # fmt: skip
        assert (answer.status_code, answer.json()["code"]) == refused, answer.request


@pytest.mark.parametrize(
    ("other", "table"),
    [
        (Api(heading=API.heading, paths=(), schemas={"Greeting": TEXT}), "schemas"),
        (Api(heading=API.heading, paths=(), bodies={"Greeting": Body(taken={})}), "bodies"),
        (Api(heading=API.heading, paths=(), examples={"Greeting": {}}), "examples"),
    ],
)
def test_a_name_does_not_mean_two_things(other: Api, table: str) -> None:
    with pytest.raises(ValueError, match="Greeting means two things"):
        getattr(Apis((API, other)), table)


def test_no_two_apis_answer_the_same_path() -> None:
    with pytest.raises(ValueError, match=f"Two answer GET {BASE}/greeting"):
        _ = Apis((API, API)).paths


def test_two_apis_may_show_the_same_shape() -> None:
    other = Api(heading=API.heading, paths=(), schemas={"Greeting": API.schemas["Greeting"]})

    assert Apis((API, other)).schemas == API.schemas
