"""Write rules of what is promised: errors over seven windows, and who is called when they burn.

Two windows together (Google's SRE workbook, chapter 5): the long one says that it matters, the
short one that it still goes on. 14.4 times what is allowed eats the budget of thirty days in two.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import yaml

HEAD = "# Generated from deploy/watching/objectives.yaml by `make proto`; never edited.\n"
HOUSE = {"app.kubernetes.io/part-of": "kaitong"}
RUNBOOKS = "https://kaitong.example/docs/runbooks/"
"""As in every rule: the component `monitoring` puts there what your overlay says."""
ERRORS = "kaitong:objective_errors:ratio_{}"
HAPPENED = "kaitong:objective_all:increase_{}"
PROMISE = "kaitong:objective_promise"
Manifest = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Objective:
    """A line of the table; `all` and `good` are increases over WINDOW."""

    name: str
    alert: str
    says: str
    promise: float
    least: int
    good: str
    all: str


@dataclass(frozen=True, slots=True)
class Pace:
    """How much faster than allowed, in a short and in a long window."""

    short: str
    long: str
    times: float


@dataclass(frozen=True, slots=True)
class Urgency:
    """Who is called by which paces, once they have lasted."""

    severity: str
    lasting: str
    paces: tuple[Pace, ...]


URGENCIES = (
    Urgency("critical", "2m", (Pace("5m", "1h", 14.4), Pace("30m", "6h", 6))),
    Urgency("warning", "15m", (Pace("2h", "1d", 3), Pace("6h", "3d", 1))),
)
WINDOWS = ("5m", "30m", "1h", "2h", "6h", "1d", "3d")


def read_objectives(text: str) -> Sequence[Objective]:
    """Read the table."""
    return [Objective(**one) for one in yaml.safe_load(text)["objectives"]]


def records(objectives: Sequence[Objective]) -> str:
    """Write what Prometheus keeps of each objective."""
    rules = [rule for each in objectives for rule in _recorded(each)]
    return _file("kaitong-recorded", [{"name": "kaitong-objectives-recorded", "rules": rules}])


def alerts(objectives: Sequence[Objective]) -> str:
    """Write who is called when a budget burns."""
    rules = [_alert(each, urgency) for each in objectives for urgency in URGENCIES]
    return _file("kaitong-objectives", [{"name": "kaitong-objectives", "rules": rules}])


def _recorded(objective: Objective) -> list[Manifest]:
    labels = {"objective": objective.name}
    rules: list[Manifest] = [
        {"record": PROMISE, "expr": f"vector({objective.promise})", "labels": labels}
    ]
    for window in WINDOWS:
        happened = HAPPENED.format(window)
        good, every = (
            f"sum by (namespace) ({one})".replace("WINDOW", window)
            for one in (objective.good, objective.all)
        )
        # Where nothing was good there is no series of what was good.
        ratio = f"clamp_min(1 - (({good}) or {every} * 0) / ({every} > 0), 0)"
        rules += [
            {"record": happened, "expr": every, "labels": labels},
            {"record": ERRORS.format(window), "expr": ratio, "labels": labels},
        ]
    return rules


def _alert(objective: Objective, urgency: Urgency) -> Manifest:
    expressions = " or ".join(_burns(objective, pace) for pace in urgency.paces)
    return {
        "alert": objective.alert,
        "expr": expressions,
        "for": urgency.lasting,
        "keep_firing_for": "10m",
        "labels": {"severity": urgency.severity},
        "annotations": {
            "summary": f"Not kept for {{{{ $value | humanizePercentage }}}}: {objective.says}.",
            "runbook_url": f"{RUNBOOKS}{objective.alert}.md",
        },
    }


def _burns(objective: Objective, pace: Pace) -> str:
    named = f'{{objective="{objective.name}"}}'
    most = f"{pace.times * (1 - objective.promise):.6g}"
    short, long = ERRORS.format(pace.short), ERRORS.format(pace.long)
    enough = f"{HAPPENED.format(pace.long)}{named} >= {objective.least}"
    return f"({short}{named} > {most} and {long}{named} > {most} and {enough})"


class _Plain(yaml.SafeDumper):
    """Writes shared values out each time instead of pointing at the first."""

    def ignore_aliases(self, data: object) -> bool:
        return True


def _file(name: str, groups: list[Manifest]) -> str:
    manifest = {
        "apiVersion": "monitoring.coreos.com/v1",
        "kind": "PrometheusRule",
        "metadata": {"name": name, "labels": HOUSE},
        "spec": {"groups": groups},
    }
    return HEAD + yaml.dump(manifest, Dumper=_Plain, sort_keys=False, width=1000)
