"""KEDA itself, from its own manifests: its programs in images of ours, without its webhooks."""

from pathlib import Path

import yaml

from cluster.images import KEDA_ADAPTER, KEDA_OPERATOR
from cluster.kubectl import Kubectl, Manifest, eventually

NAMESPACE = "keda"
MANIFESTS = "minimal"
OPERATOR, ADAPTER = "keda-operator", "keda-metrics-apiserver"
IMAGES = {OPERATOR: KEDA_OPERATOR, ADAPTER: KEDA_ADAPTER}
METRICS = "v1beta1.external.metrics.k8s.io"
READY_SECONDS = 240
NOBODY = 65532


def start(kubectl: Kubectl, config: Path) -> None:
    """Start it; return when metrics can be asked for."""
    text = kubectl.run("kustomize", str(config / MANIFESTS)).out
    manifests = [_ours(one) for one in yaml.safe_load_all(text) if one]
    first = [one for one in manifests if one["kind"] in {"Namespace", "CustomResourceDefinition"}]
    for some in (first, [one for one in manifests if one not in first]):
        given = yaml.safe_dump_all(some)
        kubectl.run("apply", "--server-side", "--force-conflicts", "-f", "-", given=given)
    eventually("KEDA is not there", lambda: _away(kubectl), seconds=READY_SECONDS)


def _ours(manifest: Manifest) -> Manifest:
    """Have its Deployments run the programs that were built here."""
    name = manifest["metadata"]["name"]
    if manifest["kind"] == "Deployment":
        pod = manifest["spec"]["template"]["spec"]
        pod["securityContext"]["runAsUser"] = NOBODY
        (container,) = pod["containers"]
        container |= {"image": IMAGES[name], "imagePullPolicy": "Never", "command": ["/program"]}
        container["resources"]["requests"] = {"cpu": "20m", "memory": "100Mi"}
        if name == OPERATOR:
            container["args"].append("--enable-webhook-patching=false")
    return manifest


def _away(kubectl: Kubectl) -> str:
    for name in IMAGES:
        status = kubectl.get("deployment", name, "-n", NAMESPACE).get("status", {})
        if not status.get("availableReplicas"):
            return f"{name}: {status.get('conditions')}"
    conditions = kubectl.get("apiservice", METRICS).get("status", {}).get("conditions", [])
    told = [one for one in conditions if one["type"] == "Available"]
    return "" if told and told[0]["status"] == "True" else f"{METRICS}: {told}"
