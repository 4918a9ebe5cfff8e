"""What is promised to users: somebody is called while it is not kept, and not for a trifle."""

import re
from pathlib import Path

import pytest

from harness.alerting import (
    OBJECTIVES_FILE,
    ROOT,
    Case,
    Series,
    assert_fires,
    assert_is_quiet,
    fired,
    needs_promtool,
    scraped,
    uncovered,
)
from make_watching import documents
from runtime.telemetry import metrics
from write_objectives import URGENCIES, WINDOWS, Objective, read_objectives

TABLE = read_objectives((ROOT / "deploy/watching/objectives.yaml").read_text())
USAGE = "boss.usage-recorded.v1"


def orders(fine: str, slow: str, held: str = "0x9000") -> Series:
    """Give orders that are fulfilled in time, too late, or not at all."""
    told = {"process": "new_subscription", "state": "fulfilled"}
    count = "kaitong_order_seconds_count"
    return {
        **scraped("orders", "work", "kaitong_order_seconds_bucket", fine, **told, le="5.0"),
        **scraped("orders", "work", count, slow, **told),
        **scraped("orders", "work", count, held, process="new_subscription", state="held"),
    }


def resumptions(fine: str, every: str) -> Series:
    return {
        **scraped("orders", "work", "kaitong_resumed_seconds_bucket", fine, le="10.0"),
        **scraped("orders", "work", "kaitong_resumed_seconds_count", every),
    }


def usage(fine: str, every: str) -> Series:
    name = "kaitong_heard_late_seconds"
    return {
        **scraped("billing", "listen", f"{name}_bucket", fine, topic=USAGE, le="60.0"),
        **scraped("billing", "listen", f"{name}_count", every, topic=USAGE),
        # Others hear late as well: that is not this promise.
        **scraped("accounts", "listen", f"{name}_count", "0+900x9000", topic="boss.audit.v1"),
    }


def requests(fine: str, failed: str) -> Series:
    name = "kaitong_http_seconds_count"
    return {
        **scraped("gateway", "api", name, fine, route="/v1/offerings", status="200"),
        **scraped("gateway", "api", name, failed, route="/v1/offerings", status="503"),
    }


# A fifth fails: twenty times what is allowed of orders, two hundred times of requests.
CASES = (
    Case(
        "OrdersTooSlow",
        orders("0+8x90", "0+10x90"),
        at="70m",
        labels={"objective": "orders", "severity": "critical"},
        quiet=orders("0+99x90", "0+100x90"),
        severity="critical",
    ),
    Case(  # none is fulfilled at all: all are held
        "OrdersTooSlow",
        scraped(
            "orders", "work", "kaitong_order_seconds_count", "0+10x90", process="p", state="held"
        ),
        at="70m",
        labels={"objective": "orders"},
        quiet=orders("0+1x90", "0+1x90", "0x90"),
        severity="critical",
    ),
    Case(  # a twentieth, for two days
        "OrdersTooSlow",
        orders("0+285x300", "0+300x300"),
        at="48h",
        labels={"objective": "orders", "severity": "warning"},
        quiet=orders("0+298x300", "0+300x300"),
        severity="warning",
        every="15m",
    ),
    Case(
        "ResumptionsTooSlow",
        resumptions("0+8x90", "0+10x90"),
        at="70m",
        labels={"objective": "resumptions", "severity": "critical"},
        quiet=resumptions("0+99x90", "0+100x90"),
        severity="critical",
    ),
    Case(
        "ResumptionsTooSlow",
        resumptions("0+285x300", "0+300x300"),
        at="48h",
        labels={"objective": "resumptions", "severity": "warning"},
        quiet=resumptions("0+298x300", "0+300x300"),
        severity="warning",
        every="15m",
    ),
    Case(
        "UsageTooLate",
        usage("0+80x90", "0+100x90"),
        at="70m",
        labels={"objective": "usage", "severity": "critical"},
        quiet=usage("0+9999x90", "0+10000x90"),
        severity="critical",
    ),
    Case(
        "UsageTooLate",
        usage("0+9950x300", "0+10000x300"),
        at="48h",
        labels={"objective": "usage", "severity": "warning"},
        quiet=usage("0+9995x300", "0+10000x300"),
        severity="warning",
        every="15m",
    ),
    Case(
        "RequestsFailTooOften",
        requests("0+80x90", "0+20x90"),
        at="70m",
        labels={"objective": "requests", "severity": "critical"},
        quiet=requests("0+9999x90", "0+1x90"),
        severity="critical",
    ),
    Case(
        "RequestsFailTooOften",
        requests("0+9950x300", "0+50x300"),
        at="48h",
        labels={"objective": "requests", "severity": "warning"},
        quiet=requests("0+9995x300", "0+5x300"),
        severity="warning",
        every="15m",
    ),
)


@needs_promtool
@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.alert}-{case.severity}")
def test_somebody_is_called_while_a_promise_is_not_kept(case: Case, tmp_path: Path) -> None:
    assert_fires(tmp_path, case)


@needs_promtool
@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.alert}-{case.severity}")
def test_nobody_is_called_while_it_is_kept(case: Case, tmp_path: Path) -> None:
    assert_is_quiet(tmp_path, case)


@needs_promtool
@pytest.mark.parametrize(
    ("scrapes", "why"),
    [
        (orders("0x60 0+1x30", "0 1x60"), "one slow order in a night"),
        (orders("0+8x20 160+10x100", "0+10x200"), "what was over an hour ago"),
        (orders("0x90", "0x90"), "nothing was asked for"),
    ],
)
def test_a_trifle_wakes_nobody(scrapes: Series, why: str, tmp_path: Path) -> None:
    case = Case("OrdersTooSlow", {}, at="100m", severity="critical")

    assert fired(tmp_path, case, scrapes) == "", why


@needs_promtool
def test_a_page_goes_on_a_little_when_its_trouble_seems_over(tmp_path: Path) -> None:
    """It ends at 70; at 91 half an hour holds little enough of it, and ten minutes are added."""
    over = orders("0+8x70 560+10x60", "0+10x130")

    assert fired(tmp_path, Case("OrdersTooSlow", {}, at="96m", severity="critical"), over)
    late = Case("OrdersTooSlow", {}, at="115m", severity="critical")
    assert fired(tmp_path, late, over) == ""


def test_every_alert_has_a_case_and_every_case_an_alert() -> None:
    assert uncovered(CASES, OBJECTIVES_FILE) == []


def test_what_is_written_follows_from_the_table() -> None:
    for path, text in documents().items():
        assert (ROOT / path).read_text() == text, path


def test_each_pace_eats_a_budget_of_thirty_days_and_has_its_windows() -> None:
    """Google's SRE workbook, chapter 5: 2 % in an hour, 5 % in six, 10 % in a day and in three."""
    hours = {"1h": 1, "6h": 6, "1d": 24, "3d": 72}
    eaten = {
        pace.long: round(pace.times * hours[pace.long] / (30 * 24), 3)
        for urgency in URGENCIES
        for pace in urgency.paces
    }

    assert eaten == {"1h": 0.02, "6h": 0.05, "1d": 0.1, "3d": 0.1}
    windows = {each for one in URGENCIES for pace in one.paces for each in (pace.short, pace.long)}
    assert windows == set(WINDOWS)


@pytest.mark.parametrize("objective", TABLE, ids=lambda one: one.name)
def test_a_promise_of_time_is_measured_at_the_edge_of_a_bucket(objective: Objective) -> None:
    """Between two edges nobody can tell what was kept."""
    edges = re.findall(r'le="([0-9.]+)"', objective.good)

    assert edges or "status" in objective.good
    assert {float(one) for one in edges} <= set(metrics.LONG)
