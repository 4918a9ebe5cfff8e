"""Rules as Prometheus reads them: what fires at a moment, told by its own promtool.

A case says what is scraped in Prometheus' own notation (`0+1x10`: from 0, one more at
each of ten scrapes; `_`: nothing came), when it is looked at, and with which labels it must fire.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[2]
MONITORING = ROOT / "deploy/k8s/components/monitoring"
OBJECTIVES = ROOT / "deploy/k8s/generated/objectives"
SERVICES_FILE = MONITORING / "alerts.yaml"
PLATFORM_FILE = MONITORING / "platform.yaml"
OBJECTIVES_FILE = OBJECTIVES / "alerts.yaml"
RECORDS = (MONITORING / "seen.yaml", OBJECTIVES / "records.yaml")
ALERTS = (SERVICES_FILE, PLATFORM_FILE, OBJECTIVES_FILE)
PROMTOOL = shutil.which("promtool")
needs_promtool = pytest.mark.skipif(
    PROMTOOL is None, reason="promtool is not here (Debian: prometheus)"
)

Series = Mapping[str, str]
Rule = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Case:
    """A trouble: `fires` at `at` with these labels; `quiet` is the same without the trouble."""

    alert: str
    trouble: Series
    at: str
    labels: Mapping[str, str] = field(default_factory=dict)
    quiet: Series = field(default_factory=dict)
    severity: str = ""
    """Which of two that have this name; empty where it has the name alone."""
    every: str = "1m"
    """Between two scrapes, and two looks at the rules."""


def series(metric: str, values: str, **labels: str) -> Series:
    """Give one series with its labels."""
    named = ",".join(f'{name}="{value}"' for name, value in labels.items())
    return {f"{metric}{{{named}}}": values}


def scraped(service: str, door: str, metric: str, values: str, **labels: str) -> Series:
    """Give one series as the PodMonitor labels it."""
    return series(metric, values, **{"service": service, "door": door, **labels})


@cache
def groups(path: Path) -> Sequence[Any]:
    """Return the groups of a PrometheusRule."""
    groups: Sequence[Any] = yaml.safe_load(path.read_text())["spec"]["groups"]
    return groups


def rules(*paths: Path) -> Sequence[Rule]:
    """Return the alerts of these files (left out: all there are)."""
    return [rule for path in paths or ALERTS for group in groups(path) for rule in group["rules"]]


def fired(folder: Path, case: Case, scrapes: Series) -> str:
    """Tell what fires though nothing is expected to, in promtool's words; empty: nothing does.

    Of alerts with a severity of the case only those of it are looked at.
    """
    kept = [
        {**group, "rules": [rule for rule in group["rules"] if _is_meant(rule, case)]}
        for path in (*RECORDS, *ALERTS)
        for group in groups(path)
    ]
    (folder / "rules.yaml").write_text(json.dumps({"groups": kept}))
    test = {
        "rule_files": ["rules.yaml"],
        "evaluation_interval": case.every,
        # What is recorded first is there when it is asked; otherwise a look may be one behind.
        "group_eval_order": [group["name"] for group in kept],
        "tests": [
            {
                "interval": case.every,
                "input_series": [
                    {"series": name, "values": said} for name, said in scrapes.items()
                ],
                "alert_rule_test": [
                    {"eval_time": case.at, "alertname": case.alert, "exp_alerts": []}
                ],
            }
        ],
    }
    (folder / "test.yaml").write_text(json.dumps(test))
    assert PROMTOOL is not None
    done = subprocess.run(
        [PROMTOOL, "test", "rules", "test.yaml"], cwd=folder, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    return "" if done.returncode == 0 else done.stdout + done.stderr


def _is_meant(rule: Rule, case: Case) -> bool:
    if "alert" not in rule:
        return True
    if rule["alert"] != case.alert:
        return False
    return not case.severity or rule["labels"]["severity"] == case.severity


def assert_fires(folder: Path, case: Case) -> None:
    """See that it fires in its trouble, with the labels of the case."""
    told = fired(folder, case, case.trouble)

    assert f'alertname="{case.alert}"' in told, f"it does not fire {told}"
    assert [name for name, said in case.labels.items() if f'{name}="{said}"' not in told] == []


def assert_is_quiet(folder: Path, case: Case) -> None:
    """See that it does not fire without the trouble."""
    assert fired(folder, case, case.quiet) == ""


def uncovered(cases: Sequence[Case], *paths: Path) -> Sequence[tuple[str, str]]:
    """Return alerts that have no case, and cases that have no alert, by name and severity."""
    severities: dict[str, set[str]] = {}
    for rule in rules(*paths):
        severities.setdefault(rule["alert"], set()).add(rule["labels"]["severity"])
    tried = {
        (case.alert, case.severity or next(iter(severities.get(case.alert, {""}))))
        for case in cases
    }
    there = {(name, one) for name, many in severities.items() for one in many}
    return sorted(there ^ tried)


def said_metrics() -> set[str]:
    """Return the names of all metrics the services have."""
    sources = [*ROOT.glob("libs/runtime/src/**/*.py"), *ROOT.glob("services/*/src/**/*.py")]
    return {name for path in sources for name in re.findall(r'"(kaitong_\w+)"', path.read_text())}


def seen(namespace: str = "kaitong") -> Series:
    """Give what tells that Kaitong is in a namespace."""
    return scraped("orders", "relay", "up", "1x5000", namespace=namespace)
