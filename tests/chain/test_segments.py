"""What is only for some: a student gets a plan another is refused, and keeps it afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from harness.chain import Town
from harness.record_files import SHANGHAI
from launch.counter import CUSTOMERS, Order
from launch.operations import bossctl
from launch.plan import REPOSITORY
from launch.story import Anna

PLAN, PACK = "CT5G239", "DATA30"
OFFERINGS = "/tmf-api/productCatalogManagement/v4/productOffering"
SALE: list[dict[str, Any]] = [
    {"code": PLAN, "segments": ["student"], "regions": ["gz"]},
    {"code": PACK, "segments": ["student"]},
]


def loads(town: Town, folder: Path, *, sale: list[dict[str, Any]]) -> None:
    """Load the shipped catalogue with these rules, valid from the first of this month."""
    folder.mkdir()
    for path in (REPOSITORY / "services/billing/catalogue").glob("*.yaml"):
        (folder / path.name).write_text(path.read_text("utf-8"), "utf-8")
    since = f"{town.now() + SHANGHAI:%Y-%m}-01"
    shipped = yaml.safe_load((folder / "catalogue.yaml").read_text("utf-8"))
    (folder / "catalogue.yaml").write_text(yaml.safe_dump(shipped | {"valid_from": since}), "utf-8")
    (folder / "sale.yaml").write_text(yaml.safe_dump({"sale": sale}), "utf-8")
    bossctl(
        town.operator, "catalogue", "load", str(folder), "--correction", "--reason", "for students"
    )


@pytest.fixture(scope="module")
def school(town: Town, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """A town where a plan and a pack are only for students; afterwards they are for all again."""
    folder = tmp_path_factory.mktemp("catalogues")
    loads(town, folder / "for-students", sale=SALE)
    yield town
    loads(town, folder / "for-all", sale=[])


def asks(town: Town, anna: Anna) -> Order:
    return town.ends(town.asks_to_open(anna, offering=PLAN, prepayment=30_000))


def classifies(town: Town, anna: Anna, **market: str) -> dict[str, Any]:
    """Have the clerk say what she is from now on."""
    said = [{"name": name, "value": code} for name, code in market.items()]
    body = {"characteristic": said, "reason": "showed her student card"}
    answer = town.http.patch(f"{CUSTOMERS}/{anna.customer}", json=body)
    shown: dict[str, Any] = answer.raise_for_status().json()
    return shown


def buys(town: Town, anna: Anna) -> tuple[int, str]:
    door = f"/v1/subscribers/{anna.subscriber}/packs"
    answer = town.http.post(door, json={"pack": PACK})
    return answer.status_code, str(answer.json().get("code", ""))


def offered(town: Town, anna: Anna) -> set[str]:
    asked = {"customerId": anna.customer}
    found = town.http.get("/v1/offerings", params=asked).raise_for_status().json()
    return {str(one["code"]) for one in found}


def test_a_student_of_the_region_gets_the_plan_and_others_do_not(school: Town) -> None:
    student = school.meets_somebody(segment="student", region="gz")

    bought = asks(school, student)
    elsewhere = asks(school, school.meets_somebody(segment="student", region="sz"))
    nobody_knows = school.meets_somebody()
    refused = asks(school, nobody_knows)

    assert bought.state == "completed", bought.content
    student = replace(student, subscriber=bought.subscriber)
    school.comes_true(lambda: school.scene.handsets.attach(student.sim) == "let through")
    assert school.calls(student) == "let through"
    assert elsewhere.content["refusal"]["code"] == "REGION_NOT_ALLOWED"
    assert refused.content["refusal"]["code"] == "SEGMENT_NOT_ALLOWED"
    assert school.number(nobody_knows.number)["state"] == "available"


def test_who_becomes_a_student_buys_at_once_and_keeps_it_when_she_is_none_any_more(
    school: Town,
) -> None:
    anna = school.meets_somebody(region="gz")
    before = asks(school, anna)

    shown = classifies(school, anna, segment="student")
    after = asks(school, anna)
    anna = replace(anna, subscriber=after.subscriber)
    as_a_student = buys(school, anna)
    classifies(school, anna, segment="")
    school.comes_true(lambda: PLAN not in offered(school, anna))

    assert before.content["refusal"]["code"] == "SEGMENT_NOT_ALLOWED"
    assert {one["name"]: one["value"] for one in shown["characteristic"]}["segment"] == "student"
    assert (after.state, as_a_student[0]) == ("completed", 201)
    assert buys(school, anna) == (400, "SEGMENT_NOT_ALLOWED")
    account = school.http.get(f"/v1/subscribers/{anna.subscriber}/balance").json()
    assert account["offering"] == PLAN
    held = school.http.get(f"/v1/subscribers/{anna.subscriber}/allowances").json()
    assert PACK in {one["offering"] for one in held}


def test_the_shop_shows_what_is_for_her_and_the_catalogue_for_whom(school: Town) -> None:
    student = school.meets_somebody(segment="student", region="gz")
    other = school.meets_somebody(region="gz")

    school.comes_true(lambda: PLAN in offered(school, student))

    assert PLAN not in offered(school, other)
    plan, pack = (
        school.http.get(f"{OFFERINGS}/{code}").raise_for_status().json() for code in (PLAN, PACK)
    )
    assert plan["isSellable"]
    assert [one["id"] for one in plan["marketSegment"] + plan["place"]] == ["student", "gz"]
    assert [one["id"] for one in pack["marketSegment"]] == ["student"]
