"""Prometheus' operator, from its own manifests: it makes a Prometheus of our monitors and rules."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import yaml

from cluster.images import PROMETHEUS, PROMETHEUS_OPERATOR, PROMETHEUS_RELOADER
from cluster.kubectl import Kubectl, Manifest, eventually
from cluster.telling import Wrong

PROGRAM, OPERATOR, NAME = "prometheus", "prometheus-operator", "k8s"
NAMESPACE, ADDRESS = "monitoring", "http://prometheus-operated.monitoring.svc.cluster.local:9090"
MONITORS = ("ServiceMonitor", "Prometheus")
"""Of the examples, what is about others than ours."""
VERSION = "v3.16.0"
"""Its module calls it v0.316.0; the operator writes what this one can read."""
READY_SECONDS, SCRAPED_SECONDS, ANSWER_SECONDS = 240, 90, 10.0


def start(kubectl: Kubectl, examples: Path) -> None:
    """Start both; return when Prometheus answers."""
    kubectl.apply({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": NAMESPACE}})
    kubectl.apply(*_examples(examples), _prometheus())
    eventually("no Prometheus", lambda: _away(kubectl), seconds=READY_SECONDS)


def scraped(number: int) -> int:
    """Wait until as many pods of ours are scraped, or more; return how many are."""
    eventually("not scraped", lambda: _unscraped(number), seconds=SCRAPED_SECONDS, every=3.0)
    return len(_targets())


def judged() -> set[str]:
    """Return the names of all rules. Raises Wrong where one cannot be told."""
    groups = _asked("/api/v1/rules")["data"]["groups"]
    rules = [rule for group in groups for rule in group["rules"]]
    if ill := sorted({rule["name"] for rule in rules if rule["health"] == "err"}):
        raise Wrong(f"rules that cannot be told: {', '.join(ill)}")
    return {rule["name"] for rule in rules}


def firing() -> list[str]:
    """Return the alerts that call somebody now."""
    return sorted({one["labels"]["alertname"] for one in _firing()})


def page_of(alert: str) -> str:
    """Return where an alert that fires leads to."""
    named = [one for one in _firing() if one["labels"]["alertname"] == alert]
    return str(named[0]["annotations"]["runbook_url"])


def _firing() -> list[dict[str, Any]]:
    alerts = _asked("/api/v1/alerts")["data"]["alerts"]
    return [one for one in alerts if one["state"] == "firing"]


def _examples(folder: Path) -> Iterator[Manifest]:
    """Yield who may what and how the operator starts, in a namespace that ours let in."""
    for file in sorted(folder.glob("prometheus/*.yaml")) + sorted(
        folder.glob(f"{OPERATOR}/*.yaml")
    ):
        manifest = yaml.safe_load(file.read_text())
        if manifest["kind"] in MONITORS:
            continue
        if not manifest["kind"].startswith("Cluster"):
            manifest["metadata"]["namespace"] = NAMESPACE
        for subject in manifest.get("subjects", []):
            subject["namespace"] = NAMESPACE
        if manifest["kind"] == "Deployment":
            _run_ours(manifest)
        yield manifest


def _run_ours(deployment: Manifest) -> None:
    (container,) = deployment["spec"]["template"]["spec"]["containers"]
    arguments = [f"--prometheus-config-reloader={PROMETHEUS_RELOADER}"]
    resources = {"requests": {"cpu": "20m", "memory": "64Mi"}}
    container |= {
        "image": PROMETHEUS_OPERATOR,
        "imagePullPolicy": "Never",
        "args": arguments,
        "resources": resources,
    }


def _prometheus() -> Manifest:
    everything: dict[str, Any] = {}
    return {
        "apiVersion": "monitoring.coreos.com/v1",
        "kind": "Prometheus",
        "metadata": {"name": NAME, "namespace": NAMESPACE},
        "spec": {
            "image": PROMETHEUS,
            "imagePullPolicy": "IfNotPresent",
            "version": VERSION,
            "replicas": 1,
            "serviceAccountName": PROGRAM,
            "podMonitorSelector": everything,
            "podMonitorNamespaceSelector": everything,
            "ruleSelector": everything,
            "ruleNamespaceSelector": everything,
            "evaluationInterval": "15s",
            "resources": {"requests": {"cpu": "50m", "memory": "128Mi"}},
            "securityContext": {"runAsNonRoot": True, "runAsUser": 1000, "fsGroup": 2000},
        },
    }


def _away(kubectl: Kubectl) -> str:
    for kind, name in (("deployment", OPERATOR), ("statefulset", f"{PROGRAM}-{NAME}")):
        found = kubectl.tried("get", kind, name, "-n", NAMESPACE, "-o", "json")
        if found.returncode:
            return found.stderr.strip()
        status = json.loads(found.stdout).get("status", {})
        if not status.get("availableReplicas"):
            return f"{name}: {status.get('conditions', 'its pod is not ready')}"
    return "" if _answers("/-/ready") else "no answer"


def _targets() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = _asked("/api/v1/targets?state=active")["data"]["activeTargets"]
    return found


def _unscraped(number: int) -> str:
    targets = _targets()
    down = [one["labels"].get("pod", "?") for one in targets if one["health"] != "up"]
    return ", ".join(down) or ("" if len(targets) >= number else f"{len(targets)} of {number}")


def _answers(path: str) -> bool:
    try:
        return httpx.get(f"{ADDRESS}{path}", timeout=ANSWER_SECONDS).status_code == 200
    except httpx.HTTPError:
        return False


def _asked(path: str) -> dict[str, Any]:
    answer: dict[str, Any] = json.loads(httpx.get(f"{ADDRESS}{path}", timeout=ANSWER_SECONDS).text)
    return answer
