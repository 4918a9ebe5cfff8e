"""What runs in the namespace: who uses a Secret, and starting it anew service by service."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from bossctl.cluster.kubernetes import Kubectl, Manifest
from bossctl.cluster.rendering import at, name_of
from bossctl.keys.needed import references
from bossctl.outcome import Unsuccessful
from bossctl.output import progress
from kernel.clock import monotonic

KINDS = ("deployments", "statefulsets")
NAME = "app.kubernetes.io/name"
ORDER = ("emulator", "accounts", "billing", "provisioning", "orders", "gateway")
"""Who is asked comes before who asks; whoever is not named comes behind, bossctl last."""
LAST = "bossctl"
PRETEND_NETWORK = "emulator"
ROLLOUT_SECONDS = 900
GONE_SECONDS = 300
"""A pod is given sixty seconds to leave."""


@dataclass(frozen=True, slots=True, order=True)
class Workload:
    """A Deployment or StatefulSet; `service` is what the label says."""

    service: str
    kind: str
    name: str

    @property
    def path(self) -> str:
        return f"{self.kind}/{self.name}"


def users_of(secret: str, manifests: Sequence[Manifest]) -> Sequence[Workload]:
    """Return the workloads whose pods read a Secret."""
    return [
        _workload(one)
        for one in manifests
        if one["kind"] in {"Deployment", "StatefulSet"}
        and any(found.name == secret for found in references(at(one, "spec", "template")))
    ]


def workloads_of(manifests: Sequence[Manifest]) -> Sequence[Workload]:
    """Return what these Deployments and StatefulSets are."""
    return [_workload(one) for one in manifests]


def running(kubectl: Kubectl) -> Sequence[Manifest]:
    """Return the workloads of the namespace."""
    return kubectl.get(",".join(KINDS))


def by_service(workloads: Sequence[Workload]) -> Mapping[str, Sequence[Workload]]:
    """Return them service by service, in the order in which they are started anew."""
    services = sorted({one.service for one in workloads}, key=_place)
    return {
        service: sorted(one for one in workloads if one.service == service) for service in services
    }


def start_anew(kubectl: Kubectl, workloads: Sequence[Workload]) -> None:
    """Let every pod be replaced, service by service; return when the old ones are gone.

    Kubernetes calls a rollout done while pods of before still answer, with what they once read.
    """
    groups = by_service(workloads)
    for number, (service, members) in enumerate(groups.items(), start=1):
        progress(f"  [{number}/{len(groups)}] {service}: {', '.join(one.name for one in members)}")
        kubectl.run("rollout", "restart", *(one.path for one in members))
        for workload in members:
            wait_for(kubectl, workload)
    wait_until_gone(kubectl, set(groups))


def wait_until_gone(kubectl: Kubectl, services: Collection[str]) -> None:
    """Return when no pod of these services is leaving any more; raises Unsuccessful."""
    begun = monotonic()
    while leaving := [f"pod/{name_of(one)}" for one in _leaving(kubectl, services)]:
        if monotonic() - begun > GONE_SECONDS:
            raise Unsuccessful(
                f"{', '.join(leaving)} did not leave in {GONE_SECONDS} s, and may still answer with"
                " what was before: see whether their nodes are there, then ask again."
            )
        kubectl.tried("wait", "--for=delete", *leaving, f"--timeout={GONE_SECONDS}s")


def _leaving(kubectl: Kubectl, services: Collection[str]) -> Sequence[Manifest]:
    return [
        one
        for one in kubectl.get("pods")
        if at(one, "metadata", "deletionTimestamp")
        and at(one, "metadata", "labels", NAME) in services
    ]


def wait_for(kubectl: Kubectl, workload: Workload, *, seconds: int = ROLLOUT_SECONDS) -> None:
    """Return when its pods are all of what it is now; raises Unsuccessful where that takes long."""
    words = ("rollout", "status", workload.path, f"--timeout={seconds}s")
    kubectl.run(*words, seconds=seconds + 10.0)


def _workload(manifest: Manifest) -> Workload:
    labels = at(manifest, "spec", "template", "metadata", "labels")
    service = labels.get(NAME, "") if isinstance(labels, dict) else ""
    return Workload(str(service), str(manifest["kind"]).lower(), name_of(manifest))


def _place(service: str) -> tuple[int, str]:
    if service in ORDER:
        return ORDER.index(service), service
    return len(ORDER) + (service == LAST), service
