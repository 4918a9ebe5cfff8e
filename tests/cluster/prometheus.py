"""A real Prometheus beside the node: it scrapes and judges as our PodMonitor and rules say.

Its operator is not run; what that would make of our objects is made here.
"""

import json
import re
import shutil
from pathlib import Path
from typing import Any

import httpx
import yaml

from cluster import room
from cluster.kubectl import Kubectl, Manifest, eventually
from cluster.processes import Processes
from cluster.telling import LeftOut, Wrong

PROGRAM, MONITOR = "prometheus", "kaitong"
NAME, NAMESPACE, PORT = "prometheus-operated", "monitoring", 9090
READY_SECONDS, SCRAPED_SECONDS = 60, 90
_CAPITAL = re.compile(r"(?<!^)(?=[A-Z])")


def start(kubectl: Kubectl, processes: Processes, folder: Path, rendered: list[Manifest]) -> None:
    """Start it where KEDA asks for it. Raises LeftOut where this machine has none."""
    if shutil.which(PROGRAM) is None:
        raise LeftOut("this machine has no Prometheus (package prometheus)")
    folder.mkdir(parents=True)
    rules = [_rules(one, folder) for one in rendered if one["kind"] == "PrometheusRule"]
    (ours,) = (one for one in rendered if one["kind"] == "PodMonitor" and _is_ours(one))
    scrapes = [_scrape(ours, kubectl)]
    config = {"global": {"evaluation_interval": "15s"}, "rule_files": rules}
    file = folder / "prometheus.yaml"
    file.write_text(yaml.safe_dump({**config, "scrape_configs": scrapes}))
    address = f"--web.listen-address={room.NODE_ADDRESS}:{PORT}"
    stored = f"--storage.tsdb.path={folder / 'data'}"
    processes.start(PROGRAM, [PROGRAM, f"--config.file={file}", stored, address])
    processes.wait(PROGRAM, lambda: _answers("/-/ready"), seconds=READY_SECONDS)
    kubectl.apply(*_service())


def judged() -> str:
    """Wait until every pod is scraped; return how many are, and how many rules hold what."""
    eventually("not scraped", _unscraped, seconds=SCRAPED_SECONDS, every=3.0)
    groups = _asked("/api/v1/rules")["data"]["groups"]
    rules = [rule for group in groups for rule in group["rules"]]
    if ill := sorted({rule["name"] for rule in rules if rule["health"] == "err"}):
        raise Wrong(f"rules that cannot be told: {', '.join(ill)}")
    return f"{len(_targets())} pods scraped, {len(rules)} rules"


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


def _rules(manifest: Manifest, folder: Path) -> str:
    file = folder / f"{manifest['metadata']['name']}.yaml"
    file.write_text(yaml.safe_dump({"groups": manifest["spec"]["groups"]}))
    return str(file)


def _is_ours(monitor: Manifest) -> bool:
    """Tell whether it is of our doors; those of stores are for what operators would start."""
    return bool(monitor["metadata"]["name"] == MONITOR)


def _scrape(monitor: Manifest, kubectl: Kubectl) -> dict[str, Any]:
    """Return what the operator makes of a PodMonitor with one endpoint and plain labels."""
    (endpoint,) = monitor["spec"]["podMetricsEndpoints"]
    labels = monitor["spec"]["selector"]["matchLabels"]
    meta = "__meta_kubernetes_pod_"
    kept = [
        {"action": "keep", "source_labels": [f"{meta}label_{_plain(name)}"], "regex": value}
        for name, value in labels.items()
    ]
    port = endpoint["port"]
    kept.append({"action": "keep", "source_labels": [f"{meta}container_port_name"], "regex": port})
    named = [
        {"source_labels": [f"__meta_kubernetes_{source}"], "target_label": label}
        for source, label in (("namespace", "namespace"), ("pod_name", "pod"))
    ]
    own = [{_snake(key): value for key, value in one.items()} for one in endpoint["relabelings"]]
    namespaces = {"names": [monitor["metadata"]["namespace"]]}
    found = {"role": "pod", "kubeconfig_file": str(kubectl.config), "namespaces": namespaces}
    return {
        "job_name": monitor["metadata"]["name"],
        "scrape_interval": endpoint.get("interval", "30s"),
        "metrics_path": endpoint.get("path", "/metrics"),
        "kubernetes_sd_configs": [found],
        "relabel_configs": [*kept, *named, *own],
    }


def _plain(label: str) -> str:
    return re.sub(r"[^a-zA-Z0-9_]", "_", label)


def _snake(key: str) -> str:
    return _CAPITAL.sub("_", key).lower()


def _service() -> tuple[Manifest, ...]:
    where = {"name": NAME, "namespace": NAMESPACE}
    port = {"name": "web", "port": PORT}
    return (
        {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": NAMESPACE}},
        {
            "apiVersion": "v1",
            "kind": "Service",
            "metadata": where,
            "spec": {"clusterIP": "None", "ports": [port]},
        },
        {
            "apiVersion": "discovery.k8s.io/v1",
            "kind": "EndpointSlice",
            "metadata": {**where, "labels": {"kubernetes.io/service-name": NAME}},
            "addressType": "IPv4",
            "endpoints": [{"addresses": [room.NODE_ADDRESS], "conditions": {"ready": True}}],
            "ports": [port],
        },
    )


def _targets() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = _asked("/api/v1/targets?state=active")["data"]["activeTargets"]
    return found


def _unscraped() -> str:
    targets = _targets()
    down = [one["labels"].get("pod", "?") for one in targets if one["health"] != "up"]
    return ", ".join(down) if targets else "nothing is found"


def _answers(path: str) -> bool:
    try:
        return httpx.get(f"http://{room.NODE_ADDRESS}:{PORT}{path}").status_code == 200
    except httpx.HTTPError:
        return False


def _asked(path: str) -> dict[str, Any]:
    answer: dict[str, Any] = json.loads(httpx.get(f"http://{room.NODE_ADDRESS}:{PORT}{path}").text)
    return answer
