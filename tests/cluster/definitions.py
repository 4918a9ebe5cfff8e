"""The operators' own kinds, so that the API server takes them: real ones, and stand-ins."""

import json
from collections.abc import Iterator
from pathlib import Path

import yaml

from cluster.kubectl import Kubectl, Manifest, eventually
from cluster.parts import Parts

SCHEMAS = Path(__file__).parents[2] / "tools" / "schemas"
PLURALS = {"ObjectStore": "objectstores", "Kafka": "kafkas"}
ANYTHING = {"type": "object", "x-kubernetes-preserve-unknown-fields": True}


def install(parts: Parts, kubectl: Kubectl) -> str:
    """Install all; return which of them are stand-ins."""
    real = [
        one for file in parts.definitions() for one in yaml.safe_load_all(file.read_text()) if one
    ]
    known = {one["spec"]["names"]["kind"] for one in real}
    stand_ins = list(_stand_ins(known))
    for one in (*real, *stand_ins):
        kubectl.run("create", "-f", "-", given=yaml.safe_dump(one))
    names = [one["metadata"]["name"] for one in (*real, *stand_ins)]

    def not_yet() -> str:
        found = kubectl.all("customresourcedefinitions")
        ready = {one["metadata"]["name"] for one in found if _is_established(one)}
        return ", ".join(sorted(set(names) - ready))

    eventually("not established", not_yet, seconds=60)
    kinds = ", ".join(sorted(one["spec"]["names"]["kind"] for one in stand_ins))
    return f"{len(real)} real; stand-ins that take any field, checked offline: {kinds}"


def _is_established(definition: Manifest) -> bool:
    conditions = definition.get("status", {}).get("conditions", [])
    return any(one["type"] == "Established" and one["status"] == "True" for one in conditions)


def _stand_ins(known: set[str]) -> Iterator[Manifest]:
    """Make a definition of each kind that `tools/schemas` checks and nobody defines here."""
    for file in sorted(SCHEMAS.glob("*.json")):
        said = json.loads(file.read_text())["properties"]
        kind = said["kind"]["const"]
        if kind in known:
            continue
        group, _, version = said["apiVersion"]["const"].partition("/")
        plural = PLURALS.get(kind, f"{kind.lower()}s")
        shape = {"type": "object", "properties": {"spec": ANYTHING, "status": ANYTHING}}
        yield {
            "apiVersion": "apiextensions.k8s.io/v1",
            "kind": "CustomResourceDefinition",
            "metadata": {"name": f"{plural}.{group}"},
            "spec": {
                "group": group,
                "scope": "Namespaced",
                "names": {"kind": kind, "plural": plural, "singular": kind.lower()},
                "versions": [
                    {
                        "name": version,
                        "served": True,
                        "storage": True,
                        "schema": {"openAPIV3Schema": shape},
                    }
                ],
            },
        }
