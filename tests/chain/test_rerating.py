"""A price that was typed wrongly, through the chain: tried, corrected, rated again, explained."""

import json
from pathlib import Path

import yaml

from harness.books import Books
from harness.chain import Town
from harness.record_files import SHANGHAI, by_number, records
from launch.operations import bossctl
from launch.plan import REPOSITORY

A_MINUTE, A_CHEAPER_MINUTE = 15, 10
"""Fen."""
PLAN = "KEEP5"


def cheaper_for_one_plan(folder: Path, *, since: str) -> Path:
    """Write the shipped catalogue with another price of calls for one plan."""
    for path in (REPOSITORY / "services/billing/catalogue").glob("*.yaml"):
        (folder / path.name).write_text(path.read_text("utf-8"), "utf-8")
    rates = yaml.safe_load((folder / "rates.yaml").read_text("utf-8"))
    general = next(one for one in rates["rates"] if one["kind"] == "voice")
    own = {"code": "voice_of_plan", "price_millifen": A_CHEAPER_MINUTE * 1000, "offerings": [PLAN]}
    rates["rates"].append(general | own)
    (folder / "rates.yaml").write_text(yaml.safe_dump(rates), "utf-8")
    (folder / "catalogue.yaml").write_text(
        (folder / "catalogue.yaml").read_text("utf-8").replace("2020-01-01", since), "utf-8"
    )
    return folder


def test_she_is_given_back_what_was_too_much(town: Town, tmp_path: Path) -> None:
    anna = town.opens_for_somebody(offering=PLAN)
    town.pays(anna, fen=5000)
    before = town.balance(anna)
    town.calls(anna, seconds=600)
    town.comes_true(lambda: town.balance(anna) == before - 10 * A_MINUTE)
    town.is_quiet()
    local = town.now() + SHANGHAI
    month = f"{local:%Y-%m}"
    folder = str(cheaper_for_one_plan(tmp_path, since=f"{local:%Y-%m}-01"))
    (record,) = by_number(records(town))[anna.number]

    tried = bossctl(town.operator, "catalogue", "simulate", folder, "--month", month, "--json")
    bossctl(
        town.operator, "catalogue", "load", folder, "--correction", "--reason", "typed wrongly"
    )  # fmt: skip
    unchanged = town.balance(anna)
    told = bossctl(
        town.operator, "usage", "rerate", "--from", month, "--subscriber", anna.subscriber,
        "--reason", "the price was typed wrongly",
    )  # fmt: skip
    explained = bossctl(town.operator, "explain", record.id)
    everybody = bossctl(town.operator, "usage", "rerate", "--from", month, "--reason", "once more")

    said = {one["subscriber_id"]: one for one in map(json.loads, tried.splitlines()[:-1])}
    voice = said[anna.subscriber]["kinds"]["voice"]
    assert (voice["now_millifen"], voice["then_millifen"]) == (150_000, 100_000)
    assert unchanged == before - 10 * A_MINUTE
    assert "1 cost something else: -50.000 fen together" in told
    assert town.balance(anna) == before - 10 * A_CHEAPER_MINUTE
    assert "150.000 -> 100.000 fen" in explained
    assert "charged in all: 100.000 fen" in explained
    assert "\n0 cost something else" in everybody
    assert Books(town).ledger().sum_minor == 0
