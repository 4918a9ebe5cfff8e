"""The reference people read: every operation told, every example true, every file our own."""

import re
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from pretend_desks import ORDER
from pretend_money import SUBSCRIBER
from pretend_packs import ALLOWANCE
from pretend_till import ACCOUNT, ADJUSTMENT, BOOK
from pretend_world import World

IDS = {"book": BOOK, "provider": "pretend"}
BY_PATH = {
    "adjustments": ADJUSTMENT,
    "allowances": ALLOWANCE,
    "accounts": ACCOUNT,
    "subscribers": SUBSCRIBER,
    "productOrder": ORDER,
}
WHO = ("operations", "supervisor", "clerk")
SIGNED = "PaymentNotification"
"""Sent by a provider with its own signature; `test_top_ups.py` sends one."""


async def told(world: World) -> dict[str, Any]:
    document: dict[str, Any] = (await world.http.get("/openapi.json")).json()
    return document


def operations(document: dict[str, Any]) -> list[tuple[str, str, dict[str, Any]]]:
    return [
        (path, method, one)
        for path, methods in document["paths"].items()
        for method, one in methods.items()
    ]


def contents(one: dict[str, Any]) -> list[dict[str, Any]]:
    """Return what an operation takes and gives, as far as it has a shape of a name."""
    bodies = [one.get("requestBody", {}), *one["responses"].values()]
    told = [body.get("content", {}).get("application/json", {}) for body in bodies]
    return [one for one in told if one.get("schema", {}).get("$ref", "").rpartition("/")[2]]


async def test_every_operation_has_a_heading_a_summary_and_a_description(world: World) -> None:
    document = await told(world)

    headings = {tag["name"] for tag in document["tags"]}
    assert headings == {heading.name for _, heading in world.apis.operations}
    for path, method, one in operations(document):
        assert len(one["tags"]) == 1, (path, method)
        assert set(one["tags"]) <= headings, (path, method)
        about, roles = one["description"].split("\n\n")
        assert len(about.split()) >= 2, (path, method)
        assert roles.startswith("Roles: ")
    used = {one["tags"][0] for _, _, one in operations(document)}
    assert used == headings


async def test_every_shape_has_an_example_that_fits_it(world: World) -> None:
    document = await told(world)

    for path, method, one in operations(document):
        for content in contents(one):
            name = content["schema"]["$ref"].rpartition("/")[2]
            if name == "Error":
                continue
            assert "example" in content, (path, method, name)
            whole = {**content["schema"], "components": document["components"]}
            Draft202012Validator(whole).validate(content["example"])


async def test_every_example_that_is_sent_is_taken(world: World) -> None:
    document = await told(world)
    sent = {}

    for path, method, one in operations(document):
        shape = one.get("requestBody", {}).get("content", {}).get("application/json", {})
        name = shape.get("schema", {}).get("$ref", "").rpartition("/")[2]
        if not name or name == SIGNED:
            continue
        answer = await world.http.request(
            method.upper(), filled(path), json=shape["example"], headers=world.signed_in(*WHO)
        )
        sent[name] = answer.status_code
        assert answer.status_code in {200, 201, 202}, (path, name, answer.text)
        assert str(answer.status_code) in one["responses"], (path, answer.status_code)

    assert set(sent) | {SIGNED} == set(world.apis.examples)


def filled(path: str) -> str:
    """Put ids of the pretend world into a path."""

    def value(found: re.Match[str]) -> str:
        if found[1] in IDS:
            return IDS[found[1]]
        part = path[: found.start()].rstrip("/").rpartition("/")[2]
        return BY_PATH.get(part, ACCOUNT)

    return re.sub(r"{(\w+)}", value, path)


async def test_the_page_loads_nothing_from_elsewhere(world: World) -> None:
    page = await world.http.get("/docs")

    assert page.status_code == 200
    assert page.headers["content-type"].startswith("text/html")
    loaded = re.findall(r'(?:src|href)="([^"]+)"', page.text)
    assert len(loaded) == 3
    for path in loaded:
        file = await world.http.get(f"/{path}")
        assert file.status_code == 200
        assert not path.startswith(("http", "//"))
        assert "default-src 'none'" in file.headers["content-security-policy"]
    assert not re.findall(r"https?://", page.text)
    assert "script-src 'self';" in page.headers["content-security-policy"]


async def test_a_slash_behind_the_page_leads_to_it(world: World) -> None:
    answer = await world.http.get("/docs/")

    assert (answer.status_code, answer.headers["Location"]) == (308, "../docs")


@pytest.mark.parametrize("path", ["/docs", "/openapi.json"])
async def test_the_reference_is_read_without_signing_in(world: World, path: str) -> None:
    assert (await world.http.get(path)).status_code == 200
    assert (await world.http.post(path)).status_code == 405
