"""The OpenAPI document tells every path, and nothing that is not there."""

import re
from typing import Any

from jsonschema import Draft202012Validator
from pretend_money import ANNA
from pretend_world import World
from test_bad_input import DOORS

METHODS = {"get", "post", "put", "patch", "delete"}
STATUS = re.compile(r"[1-5]\d\d|default")


async def told(world: World) -> dict[str, Any]:
    document: dict[str, Any] = (await world.http.get("/openapi.json")).json()
    return document


def operations(document: dict[str, Any]) -> list[tuple[str, str, dict[str, Any]]]:
    return [
        (path, method, one)
        for path, methods in document["paths"].items()
        for method, one in methods.items()
    ]


def template_of(path: str, document: dict[str, Any]) -> str:
    """Return the path of the document that this one is an instance of."""
    if path in document["paths"]:
        return path
    (found,) = (one for one in document["paths"] if fits(path, one))
    return str(found)


def fits(path: str, template: str) -> bool:
    return bool(re.fullmatch(re.sub(r"{\w+}", "[^/]+", template), path))


def references(value: Any) -> list[str]:
    if isinstance(value, dict):
        own = [value["$ref"]] if "$ref" in value else []
        return own + [one for inner in value.values() for one in references(inner)]
    if isinstance(value, list):
        return [one for inner in value for one in references(inner)]
    return []


async def test_it_is_an_openapi_document_with_everything_it_must_have(world: World) -> None:
    document = await told(world)

    assert document["openapi"].startswith("3.1")
    assert {"title", "version"} <= set(document["info"])
    for path, method, one in operations(document):
        assert path.startswith("/")
        assert method in METHODS
        assert one["responses"]
        assert all(STATUS.fullmatch(status) for status in one["responses"])
        assert all("description" in response for response in one["responses"].values())
        assert re.findall(r"{(\w+)}", path) == [
            parameter["name"] for parameter in one["parameters"] if parameter["in"] == "path"
        ]
        names = [(parameter["in"], parameter["name"]) for parameter in one["parameters"]]
        assert len(names) == len(set(names))


async def test_every_operation_has_a_name_of_its_own(world: World) -> None:
    names = [one["operationId"] for _, _, one in operations(await told(world))]

    assert len(names) == len(set(names)) > 20


async def test_every_reference_leads_somewhere(world: World) -> None:
    document = await told(world)

    wanted = {one.removeprefix("#/components/schemas/") for one in references(document)}

    assert wanted <= set(document["components"]["schemas"])


async def test_every_schema_is_one_of_json_schema(world: World) -> None:
    for schema in (await told(world))["components"]["schemas"].values():
        Draft202012Validator.check_schema(schema)


async def test_what_it_tells_of_bodies_is_true(world: World) -> None:
    document = await told(world)
    for path, bodies in DOORS.values():
        operation = document["paths"][template_of(path, document)]["post"]
        name = operation["requestBody"]["content"]["application/json"]["schema"]["$ref"]
        schema = {"$ref": name, "components": document["components"]}
        for body in bodies:
            Draft202012Validator(schema).validate(body)
            answer = await world.http.post(
                path, headers=world.signed_in("clerk", "operations"), json=body
            )
            shape = operation["responses"][str(answer.status_code)]["content"]["application/json"][
                "schema"
            ]
            whole = {**shape, "components": document["components"]}
            Draft202012Validator(whole).validate(answer.json())


async def test_errors_are_as_it_tells(world: World) -> None:
    document = await told(world)
    answer = await world.http.get(
        "/tmf-api/customerManagement/v4/customer?limit=x", headers=world.clerk()
    )

    schema = {"$ref": "#/components/schemas/Error", "components": document["components"]}
    Draft202012Validator(schema).validate(answer.json())
    assert answer.json()["field"] == "limit"


async def test_who_may_and_what_it_asks_is_told(world: World) -> None:
    document = await told(world)

    reading = document["paths"]["/tmf-api/customerManagement/v4/customer/{id}"]["get"]
    assert "clerk" in reading["description"]
    assert {"id", "reason", "fields"} == {one["name"] for one in reading["parameters"]}
    paying = document["paths"]["/v1/payments"]["post"]
    assert "Idempotency-Key" in {one["name"] for one in paying["parameters"]}
    assert ANNA not in str(document)
