"""Write Grafana's dashboards from short descriptions: rows, panels and what they ask Prometheus.

The form is Grafana's dashboard JSON, schema 39 (Grafana 10.3 and newer read it).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import yaml

SOURCE = {"type": "prometheus", "uid": "${datasource}"}
WIDTH, HEIGHT, ACROSS = 8, 8, 24
SCHEMA = 39
Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Query:
    """What is asked; `legend` names the series by its labels."""

    query: str
    legend: str


@dataclass(frozen=True, slots=True)
class Panel:
    """`in_trouble`: what it asks for is not there while all is well."""

    title: str
    unit: str
    queries: Sequence[Query]
    kind: str = "timeseries"
    says: str = ""
    exemplars: bool = False
    in_trouble: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    title: str
    panels: Sequence[Panel]


@dataclass(frozen=True, slots=True)
class Dashboard:
    """`uid` stays, so that links to it do."""

    uid: str
    title: str
    rows: Sequence[Row] = field(default_factory=tuple)

    @property
    def panels(self) -> Sequence[Panel]:
        return [panel for row in self.rows for panel in row.panels]


def read_dashboard(name: str, text: str) -> Dashboard:
    """Read a description; its file's name makes the uid."""
    said = yaml.safe_load(text)
    rows = [Row(row["title"], [_panel(one) for one in row["panels"]]) for row in said["rows"]]
    return Dashboard(f"kaitong-{name}", said["title"], rows)


def _panel(said: Json) -> Panel:
    return Panel(**{**said, "queries": [Query(**one) for one in said["queries"]]})


def dashboard_json(dashboard: Dashboard) -> str:
    """Write what Grafana's sidecar loads."""
    board = {
        "uid": dashboard.uid,
        "title": dashboard.title,
        "tags": ["kaitong"],
        "editable": False,
        "schemaVersion": SCHEMA,
        "refresh": "30s",
        "time": {"from": "now-6h", "to": "now"},
        "timezone": "",
        "links": [
            {"type": "dashboards", "tags": ["kaitong"], "title": "Kaitong", "asDropdown": True,
             "includeVars": True, "keepTime": True},
        ],
        "templating": {"list": [_datasource(), _namespace()]},
        "annotations": {"list": [_alerts()]},
        "panels": list(_placed(dashboard)),
    }  # fmt: skip
    return json.dumps(board, indent=1, ensure_ascii=False) + "\n"


def _datasource() -> Json:
    return {
        "name": "datasource",
        "label": "Prometheus",
        "type": "datasource",
        "query": "prometheus",
    }


def _namespace() -> Json:
    asks = 'label_values(up{service!="", door!=""}, namespace)'
    return {
        "name": "namespace",
        "label": "Namespace",
        "type": "query",
        "datasource": SOURCE,
        "definition": asks,
        "query": {"query": asks, "refId": "namespaces"},
        "refresh": 2,
        "multi": True,
        "includeAll": True,
        "allValue": ".*",
        "current": {"text": "All", "value": "$__all"},
    }


def _alerts() -> Json:
    """Mark when one of our alerts fired."""
    return {
        "name": "Alerts",
        "datasource": SOURCE,
        "enable": True,
        "iconColor": "red",
        "expr": 'max by (alertname) (ALERTS{alertstate="firing", namespace=~"$namespace"})',
        "titleFormat": "{{alertname}}",
    }


def _placed(dashboard: Dashboard) -> Iterator[Json]:
    number, top = 0, 0
    for row in dashboard.rows:
        number += 1
        place = {"x": 0, "y": top, "w": ACROSS, "h": 1}
        yield {"id": number, "type": "row", "title": row.title, "gridPos": place, "panels": []}
        top += 1
        for place_in_row, panel in enumerate(row.panels):
            number += 1
            line, column = divmod(place_in_row, ACROSS // WIDTH)
            place = {"x": column * WIDTH, "y": top + line * HEIGHT, "w": WIDTH, "h": HEIGHT}
            yield {"id": number, "gridPos": place, **_drawn(panel)}
        top += HEIGHT * -(-len(row.panels) // (ACROSS // WIDTH))


def _drawn(panel: Panel) -> Json:
    return {
        "type": panel.kind,
        "title": panel.title,
        "description": panel.says,
        "datasource": SOURCE,
        "fieldConfig": {
            "defaults": {"unit": panel.unit, "noValue": "none", "min": _least(panel)},
            "overrides": [],
        },
        "options": _options(panel.kind),
        "targets": [
            {
                "refId": chr(ord("A") + place),
                "datasource": SOURCE,
                "expr": one.query,
                "legendFormat": one.legend,
                "exemplar": panel.exemplars,
                "instant": panel.kind == "stat",
                "range": panel.kind != "stat",
            }
            for place, one in enumerate(panel.queries)
        ],
    }


def _least(panel: Panel) -> int | None:
    """Begin at nothing; a budget may be below it."""
    return None if "budget" in panel.title else 0


def _options(kind: str) -> Json:
    if kind == "stat":
        return {"reduceOptions": {"calcs": ["lastNotNull"]}, "textMode": "value_and_name"}
    return {"legend": {"displayMode": "list", "placement": "bottom"}, "tooltip": {"mode": "multi"}}
