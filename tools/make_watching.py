"""Write rules and dashboards that follow from deploy/watching, below a folder."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

import yaml

import write_dashboards
import write_objectives
from stages import ROOT

SOURCES = ROOT / "deploy/watching"
OBJECTIVES = "deploy/k8s/generated/objectives"
DASHBOARDS = "deploy/k8s/generated/dashboards"
COMPONENT = {"apiVersion": "kustomize.config.k8s.io/v1alpha1", "kind": "Component"}
HEAD = "# Generated from deploy/watching by `make proto`; never edited.\n"


def documents() -> Mapping[str, str]:
    """Return the text of every generated file by its path in the repository."""
    objectives = write_objectives.read_objectives((SOURCES / "objectives.yaml").read_text())
    boards = {
        path.stem: write_dashboards.read_dashboard(path.stem, path.read_text())
        for path in sorted((SOURCES / "dashboards").glob("*.yaml"))
    }
    return {
        f"{OBJECTIVES}/kustomization.yaml": _component(resources=["alerts.yaml", "records.yaml"]),
        f"{OBJECTIVES}/alerts.yaml": write_objectives.alerts(objectives),
        f"{OBJECTIVES}/records.yaml": write_objectives.records(objectives),
        f"{DASHBOARDS}/kustomization.yaml": _component(
            configMapGenerator=[_config_map(name) for name in boards]
        ),
        **{
            f"{DASHBOARDS}/{name}.json": write_dashboards.dashboard_json(board)
            for name, board in boards.items()
        },
    }


def _config_map(name: str) -> Mapping[str, object]:
    """Give each a map of its own: together they would grow beyond what one may hold."""
    labels = {"app.kubernetes.io/part-of": "kaitong", "grafana_dashboard": "1"}
    options = {
        "disableNameSuffixHash": True,
        "labels": labels,
        "annotations": {"grafana_folder": "Kaitong"},
    }
    return {"name": f"dashboard-{name}", "files": [f"{name}.json"], "options": options}


def _component(**parts: object) -> str:
    return HEAD + yaml.safe_dump({**COMPONENT, **parts}, sort_keys=False)


def main(out: Path) -> int:
    for path, text in documents().items():
        (out / path).parent.mkdir(parents=True, exist_ok=True)
        (out / path).write_text(text)
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT))
