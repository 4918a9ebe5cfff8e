"""Write the tables of docs/operations/sizing.md, or say values of the chart for a number."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping
from typing import Any

import yaml

from chart.components import camel
from sizing.need import DOORS, OF_POSTGRES_ITSELF, SERVICES, Figures, Need
from sizing.page import PAGE, fresh
from stages import ROOT, say

SHIPPED = ROOT / "deploy/chart/values.yaml"


def values(need: Need) -> dict[str, Any]:
    """Return values of the chart; of doors only those that need more than they have."""
    shipped = yaml.safe_load(SHIPPED.read_text())
    doors: dict[str, Any] = {}
    limits: dict[str, int] = {}
    for service in SERVICES:
        most: dict[str, int] = {}
        for door in DOORS[service]:
            name, pods = camel(f"{service}-{door}"), need.pods(service, door)
            says = "maxReplicas" if "maxReplicas" in shipped["doors"][name] else "replicas"
            most[door] = max(pods, shipped["doors"][name][says])
            if pods > shipped["doors"][name][says]:
                doors[name] = {says: pods}
        limits[service] = max(shipped["postgres"]["connections"][service], need.held(most))
    memory = f"{need.postgres_gib}Gi"
    return {
        "doors": doors,
        "postgres": {
            "storage": {"size": f"{need.disk_gib}Gi"},
            "walStorage": {"size": f"{need.log_gib}Gi"},
            "resources": {
                "requests": {"cpu": str(need.postgres_cores), "memory": memory},
                "limits": {"memory": memory},
            },
            "connections": limits,
            "parameters": {
                "shared_buffers": f"{need.postgres_gib * 256}MB",
                "max_connections": str(_most_connections(limits, shipped)),
            },
        },
        "kafka": {"brokers": {"storage": _disk_of_a_broker(need)}},
    }


def _most_connections(limits: Mapping[str, int], shipped: Mapping[str, Any]) -> int:
    """Return what all roles together may have, and never less than is shipped."""
    before = int(shipped["postgres"]["parameters"]["max_connections"])
    return max(before, sum(limits.values()) + OF_POSTGRES_ITSELF)


def _disk_of_a_broker(need: Need) -> dict[str, Any]:
    disk = {"id": 0, "type": "persistent-claim", "size": f"{need.broker_gib}Gi"}
    return {"type": "jbod", "volumes": [disk | {"deleteClaim": False}]}


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="make sizing", description=__doc__)
    parser.add_argument("--subscribers", type=int, help="print values for so many")
    given = parser.parse_args(arguments)
    figures = Figures.read()
    if given.subscribers:
        say(yaml.safe_dump(values(Need(given.subscribers, figures)), sort_keys=False).strip())
        return 0
    PAGE.write_text(fresh(PAGE.read_text(), figures))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
