"""A node: kubelet, kube-proxy and network policies; and a scheduler and names for all nodes."""

import json
from dataclasses import dataclass
from pathlib import Path

import yaml

from cluster import room
from cluster.control_plane import PODS_CIDR, ControlPlane
from cluster.images import COREDNS, Store
from cluster.kubectl import Manifest, eventually
from cluster.parts import Parts
from cluster.place import FIRST, Place
from cluster.processes import Processes

MOST_PODS = 150
READY_SECONDS = 120


@dataclass
class Node:
    """A machine of the cluster; it is this one, or a network of its own on it."""

    parts: Parts
    folder: Path
    plane: ControlPlane
    processes: Processes
    place: Place = FIRST

    def start(self, images: Store) -> None:
        """Start all there is to be on a node; return when it is ready and policies hold."""
        self._network()
        self._kubelet(images)
        self._proxy()
        eventually("the node is not ready", self._is_not_ready, seconds=READY_SECONDS)
        # Who keeps the policies gives up where its node is not known yet.
        self._policies()

    def start_what_there_is_once(self) -> None:
        """Start the scheduler, and names; return when they are resolved."""
        config = self.plane.kubeconfig("scheduler")
        command = [self.parts.program("kube-scheduler"), f"--kubeconfig={config}"]
        self.processes.start(
            "kube-scheduler", [*command, "--leader-elect=false", "--secure-port=0"]
        )
        self._names()

    def _start(self, program: str, *arguments: str) -> None:
        command = [*self.place.within, self.parts.program(program), *arguments]
        self.processes.start(f"{program} of {self.place.name}", command)

    def _network(self) -> None:
        ranges = [[{"subnet": self.place.pods}]]
        addresses = {"type": "host-local", "ranges": ranges, "routes": [{"dst": "0.0.0.0/0"}],
                     "dataDir": str(self.folder / "addresses")}  # fmt: skip
        bridge = {"type": "bridge", "bridge": "pods0", "isGateway": True, "hairpinMode": True,
                  "ipam": addresses}  # fmt: skip
        ports = {"type": "portmap", "capabilities": {"portMappings": True}}
        network = {"cniVersion": "0.4.0", "name": "pods", "plugins": [bridge, ports]}
        path = self.folder / "cni" / "10-pods.conflist"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(network))

    def _kubelet(self, images: Store) -> None:
        keys = self.folder / "keys"
        name, address = self.place.name, self.place.address
        pair = self.plane.authority.issue(name, name, "127.0.0.1", address)
        certificate, key = pair.write(keys, "kubelet")
        user = f"kubelet-{name}"
        self.plane.let_in(user, f"system:node:{name}", group="system:nodes")
        config = {
            "apiVersion": "kubelet.config.k8s.io/v1beta1",
            "kind": "KubeletConfiguration",
            "authentication": {
                "anonymous": {"enabled": False},
                "webhook": {"enabled": True},
                "x509": {"clientCAFile": str(self.plane.authority_file)},
            },
            "authorization": {"mode": "Webhook"},
            "tlsCertFile": certificate,
            "tlsPrivateKeyFile": key,
            "cgroupDriver": "cgroupfs",
            "cgroupRoot": f"/{self.place.group}",
            "failCgroupV1": False,
            "failSwapOn": False,
            "containerRuntimeEndpoint": f"unix://{images.socket}",
            "clusterDNS": [room.DNS_ADDRESS],
            "clusterDomain": "cluster.local",
            "resolvConf": "/etc/resolv.conf",
            "maxPods": MOST_PODS,
            "evictionHard": {"memory.available": "300Mi", "nodefs.available": "2%"},
            "imageGCHighThresholdPercent": 99,
            "imageGCLowThresholdPercent": 98,
            "enforceNodeAllocatable": ["pods"],
            "podLogsDir": str(self.folder / "pod-logs"),
            "serializeImagePulls": False,
        }
        path = self.folder / "kubelet.yaml"
        path.write_text(yaml.safe_dump(config))
        self._start(
            "kubelet",
            f"--config={path}",
            f"--kubeconfig={self.plane.kubeconfig(user)}",
            f"--hostname-override={name}",
            f"--node-ip={address}",
            f"--node-labels=topology.kubernetes.io/zone={self.place.zone}",
            f"--root-dir={self.folder / 'kubelet'}",
        )

    def _proxy(self) -> None:
        self._start(
            "kube-proxy",
            f"--kubeconfig={self.plane.kubeconfig('proxy')}",
            f"--hostname-override={self.place.name}",
            f"--cluster-cidr={PODS_CIDR}",
            "--proxy-mode=iptables",
            "--conntrack-max-per-core=0",
        )

    def _policies(self) -> None:
        self.plane.let_in("policies", "policies", group="system:masters")
        self._start(
            "kube-router",
            f"--kubeconfig={self.plane.kubeconfig('policies')}",
            f"--hostname-override={self.place.name}",
            "--run-firewall=true",
            "--run-router=false",
            "--run-service-proxy=false",
            "--run-loadbalancer=false",
            "--iptables-sync-period=5m",
        )

    def _is_not_ready(self) -> str:
        nodes = self.plane.kubectl.all("nodes")
        ours = [one for one in nodes if one["metadata"]["name"] == self.place.name]
        conditions = ours[0].get("status", {}).get("conditions", []) if ours else []
        told = [one for one in conditions if one["type"] == "Ready"]
        if told and told[0]["status"] == "True":
            return ""
        words = self.processes.last_words(f"kubelet of {self.place.name}")
        return f"{told or 'it is not known yet'}; {words}"

    def _names(self) -> None:
        self.plane.kubectl.apply(*_coredns())

        def unavailable() -> str:
            found = self.plane.kubectl.get("deployment", "coredns", "-n", "kube-system")
            return "" if found["status"].get("availableReplicas") else "CoreDNS is not there"

        eventually("no names", unavailable, seconds=READY_SECONDS)


def _coredns() -> tuple[Manifest, ...]:
    labels = {"k8s-app": "names"}
    where = {"name": "coredns", "namespace": "kube-system"}
    rule = {
        "apiGroups": ["", "discovery.k8s.io"],
        "resources": ["endpoints", "services", "pods", "namespaces", "endpointslices"],
        "verbs": ["list", "watch"],
    }
    file = (
        ".:53 {\n  errors\n  health :8080\n  ready :8181\n"
        "  kubernetes cluster.local {\n    ttl 5\n  }\n  cache 5\n}\n"
    )
    container = {
        "name": "coredns",
        "image": COREDNS,
        "args": ["-conf", "/etc/coredns/Corefile"],
        "ports": [
            {"containerPort": 53, "protocol": "UDP"},
            {"containerPort": 53, "protocol": "TCP"},
        ],
        "readinessProbe": {"httpGet": {"path": "/ready", "port": 8181}, "periodSeconds": 2},
        # Who asks for nothing gets nothing on a busy node, and no name is found then.
        "resources": {"requests": {"cpu": "100m", "memory": "70Mi"}},
        "volumeMounts": [{"name": "config", "mountPath": "/etc/coredns"}],
    }
    pod = {
        "serviceAccountName": "coredns",
        "priorityClassName": "system-cluster-critical",
        "containers": [container],
        "volumes": [{"name": "config", "configMap": {"name": "coredns"}}],
    }
    role = {"apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": "coredns"}
    subject = {"kind": "ServiceAccount", **where}
    ports = [{"name": name, "port": 53, "protocol": name.upper()} for name in ("udp", "tcp")]
    return (
        {"apiVersion": "v1", "kind": "ServiceAccount", "metadata": where},
        {
            "apiVersion": "rbac.authorization.k8s.io/v1",
            "kind": "ClusterRole",
            "metadata": {"name": "coredns"},
            "rules": [rule],
        },
        {
            "apiVersion": "rbac.authorization.k8s.io/v1",
            "kind": "ClusterRoleBinding",
            "metadata": {"name": "coredns"},
            "roleRef": role,
            "subjects": [subject],
        },
        {"apiVersion": "v1", "kind": "ConfigMap", "metadata": where, "data": {"Corefile": file}},
        {
            "apiVersion": "apps/v1",
            "kind": "Deployment",
            "metadata": where,
            "spec": {
                "selector": {"matchLabels": labels},
                "template": {"metadata": {"labels": labels}, "spec": pod},
            },
        },
        {
            "apiVersion": "v1",
            "kind": "Service",
            "metadata": {"name": "kube-dns", "namespace": "kube-system"},
            "spec": {"clusterIP": room.DNS_ADDRESS, "selector": labels, "ports": ports},
        },
    )
