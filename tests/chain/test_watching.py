"""Dashboards and alerts ask for what is really said: by a real Prometheus, of a real operator."""

import asyncio
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import asyncpg  # type: ignore[import-untyped]  # it has no types
import pytest
from write_dashboards import Dashboard, read_dashboard

from harness.alerting import ALERTS, RECORDS, ROOT, rules, said_metrics
from harness.chain import Town
from harness.prometheus import Prometheus, needs_prometheus
from launch.operator import Operator
from launch.postgres import DRIVER

pytestmark = needs_prometheus
SOURCES = ROOT / "deploy/watching/dashboards"
OURS = re.compile(
    r"\b(kaitong[_:][\w:]+|(?:cnpg|barman_cloud|kafka|kube|kubelet|certmanager|process)_\w+|up)\b"
    r"(?:\{([^}]*)\})?"
)
LABEL = re.compile(r"(\w+)\s*(?:=~|!=|!~|=)")
BORN_IN_TROUBLE = {
    "kaitong_orders_held_now", "kaitong_changes_held_now", "kaitong_parked_now",
    "kaitong_orders_in_flight_seconds", "kaitong_arrears_heard_seconds",
    "kaitong_tries_locked_now", "kaitong_typed_text_waiting", "kaitong_work_failed_total",
    "kaitong_loop_failed_total", "kaitong_http_refused_total", "kaitong_rpc_refused_total",
    "kaitong_network_differences", "kaitong_timers_held", "kaitong_texts_overdue",
    "kaitong_papers_not_indexed",
}  # fmt: skip
"""Without a series while all is well: of these the name is looked for in the scrape."""
SHARES = {rule["record"] for rule in rules(*RECORDS) if ":ratio_" in rule["record"]}
BOARDS = {
    path.stem: read_dashboard(path.stem, path.read_text())
    for path in sorted(SOURCES.glob("*.yaml"))
}


@dataclass(frozen=True)
class Watched:
    """A town that has been through something, as Prometheus has seen it."""

    town: Town
    prometheus: Prometheus


def goes_on(town: Town) -> None:
    """Open a number, use it until it is stopped, and pay: something of everything."""
    town.mends()
    anna = town.opens_for_somebody()
    town.calls(anna)
    town.talks_until_stopped(anna)
    town.pays(anna, fen=100_00)
    town.comes_true(lambda: town.level(anna) == "none")
    town.mends()
    town.is_quiet()


@pytest.fixture(scope="module")
def watched(town: Town, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Watched]:
    folder = tmp_path_factory.mktemp("prometheus")
    # Once before: what is counted for the first time while it is watched has no rate yet.
    goes_on(town)
    with Prometheus.scraping(town.operator, folder) as prometheus:
        town.comes_true(prometheus.sees_everybody)
        goes_on(town)
        town.comes_true(lambda: seen_again(prometheus))
        yield Watched(town, prometheus)


def seen_again(prometheus: Prometheus) -> bool:
    """Tell whether the last payment was seen, and every share of errors, whatever its window."""
    resumed = prometheus.ask("increase(kaitong_resumed_seconds_count[1m]) > 0")
    return bool(resumed) and all(prometheus.has(name, ["namespace"]) for name in SHARES)


def filled(query: str) -> str:
    return query.replace("$namespace", ".*").replace("$__rate_interval", "1m")


def selectors(expression: str) -> Iterator[tuple[str, Sequence[str]]]:
    """Give the metrics an expression names, each with the labels it is asked by."""
    # What stands between quotes may look like anything.
    bare = re.sub(r'"[^"]*"', '""', expression)
    for found in OURS.finditer(bare):
        yield found.group(1), LABEL.findall(found.group(2) or "")


def missing(prometheus: Prometheus, expressions: Sequence[str]) -> Sequence[str]:
    """Return what is asked for and never said: a metric, or one with a label."""
    names = {one.removesuffix("_total") for one in prometheus.kinds()}
    wanting = []
    for expression in expressions:
        for metric, labels in selectors(expression):
            if metric in BORN_IN_TROUBLE:
                known = labels_of(metric) | {"namespace", "service", "door"}
                there = metric.removesuffix("_total") in names and set(labels) <= known
            else:
                there = prometheus.has(metric, labels)
            if not there:
                wanting.append(f"{metric} by {labels}")
    return sorted(set(wanting))


def labels_of(metric: str) -> set[str]:
    """Return the labels a metric of ours has, as its source says them."""
    name = metric.removesuffix("_total")
    sources = [*ROOT.glob("libs/runtime/src/**/*.py"), *ROOT.glob("services/*/src/**/*.py")]
    for path in sources:
        if found := re.search(rf'"{name}",\s*"[^"]*",\s*\[([^\]]*)\]', path.read_text()):
            return set(re.findall(r'"(\w+)"', found.group(1)))
    return set()


@pytest.mark.parametrize("board", BOARDS.values(), ids=lambda one: one.uid)
def test_every_panel_shows_something_of_what_it_names(watched: Watched, board: Dashboard) -> None:
    queries = [one for panel in board.panels for one in panel.queries]
    empty, unnamed = [], []
    for panel in board.panels:
        for each in panel.queries:
            found = watched.prometheus.ask(filled(each.query))
            told = [one for one in found if one.says_something]
            if not told and not panel.in_trouble:
                empty.append(f"{panel.title}: {each.query}")
            wanted = set(re.findall(r"\{\{(\w+)\}\}", each.legend))
            unnamed += [f"{panel.title}: {wanted}" for one in told if not wanted <= set(one.labels)]

    assert missing(watched.prometheus, [filled(one.query) for one in queries]) == []
    assert empty == []
    assert unnamed == []


def test_every_alert_and_record_asks_for_what_is_said(watched: Watched) -> None:
    expressions = [rule["expr"] for rule in (*rules(*ALERTS), *rules(*RECORDS))]

    for each in expressions:
        watched.prometheus.ask(each)
    assert missing(watched.prometheus, expressions) == []


def test_no_rule_fails_and_nothing_is_wrong_with_a_healthy_operator(watched: Watched) -> None:
    said = watched.prometheus.http.get("/api/v1/rules").json()["data"]["groups"]
    told = [rule for group in said for rule in group["rules"]]
    critical = [
        rule["name"]
        for rule in told
        if rule["type"] == "alerting"
        and rule["state"] == "firing"
        and rule["labels"]["severity"] == "critical"
    ]

    assert {rule["health"] for rule in told} <= {"ok", "unknown"}
    assert [rule["lastError"] for rule in told if rule.get("lastError")] == []
    assert critical == []


def test_a_scaler_asks_for_what_is_said(watched: Watched) -> None:
    text = (ROOT / "deploy/k8s/components/keda/work.yaml").read_text()
    queries = re.findall(r"query: (.*)", text)

    assert len(queries) >= 4
    for each in queries:
        (found,) = watched.prometheus.ask(each)
        assert found.says_something


def test_a_slow_order_leads_to_its_trace_and_its_log(watched: Watched) -> None:
    """From the exemplar of a histogram to the spans that are kept, and to the lines of the log."""
    operator = watched.town.operator
    found = {
        metric: watched.prometheus.trace_ids(metric)
        for metric in ("kaitong_order_seconds_bucket", "kaitong_resumed_seconds_bucket")
    }
    assert all(found.values())
    # Spans are written every few seconds.
    watched.town.comes_true(lambda: set().union(*found.values()) <= kept_traces(operator))
    logged = {
        json.loads(line).get("trace_id")
        for name in ("orders", "gateway")
        for line in operator.log(name).splitlines()
        if line.startswith("{")
    }

    asked = watched.prometheus.trace_ids("kaitong_http_seconds_bucket")

    assert asked & kept_traces(operator) & logged


def kept_traces(operator: Operator) -> frozenset[str]:
    return asyncio.run(trace_ids(operator.database("orders")))


async def trace_ids(url: str) -> frozenset[str]:
    connection = await asyncpg.connect(url.replace(DRIVER, "postgresql"))
    try:
        rows: Sequence[Mapping[str, str]] = await connection.fetch("SELECT trace_id FROM span")
    finally:
        await connection.close()
    return frozenset(row["trace_id"] for row in rows)


def test_what_is_named_here_is_said_somewhere() -> None:
    assert {one.removesuffix("_total") for one in BORN_IN_TROUBLE} <= said_metrics()


def test_every_dashboard_is_tried() -> None:
    assert set(BOARDS) == {Path(one).stem for one in SOURCES.iterdir()}
