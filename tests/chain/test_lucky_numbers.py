"""Lucky numbers (靓号): loaded with their grade, opened on its terms, not given up before."""

import csv
from dataclasses import replace
from pathlib import Path

import pytest

from harness.chain import Town
from kernel.ids import new_id
from launch.agreement import agreement
from launch.operations import bossctl

PLAN = "CMCC5G128"
LUCKY = "8613988888888"


def loaded(town: Town, folder: Path) -> None:
    path = folder / f"{new_id()}.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([("msisdn", "grade"), ("139 8888 8888", "gold")])
    bossctl(town.operator, "stock", "load", "--numbers", str(path))


@pytest.mark.holds("R-OPEN-6")
def test_a_lucky_number_is_opened_on_its_terms(town: Town, tmp_path: Path) -> None:
    loaded(town, tmp_path)
    anna = town.meets_somebody()
    grades = {one["code"]: one for one in town.http.get("/v1/number-grades").json()}
    terms = grades[town.http.get(f"/v1/stock/numbers/{LUCKY}").json()["grade"]]
    asked = {
        "msisdn": LUCKY,
        "offering": PLAN,
        "agreement": agreement(PLAN, paid="prepaid"),
        "prepayment": terms["prepayment"],
    }

    cheap = town.ends(town.asks_to_open(anna, msisdn=LUCKY, prepayment=terms["prepayment"]))
    little = town.ends(town.asks_to_open(anna, **{**asked, "prepayment": 13_000}))
    opened = town.ends(town.asks_to_open(anna, **asked))
    shown = town.http.get(f"/v1/subscribers/{LUCKY}").json()
    leaving = town.asks_for(replace(anna, subscriber=opened.subscriber), "termination")
    codes = [one.content["refusal"]["code"] for one in (cheap, little, leaving)]

    assert codes == ["OFFER_CONFLICT", "DEPOSIT_REQUIRED", "CONTRACT_IN_FORCE"]
    assert opened.state == "completed"
    assert int(shown["boundUntil"][:4]) == town.now().year + terms["months"] // 12
