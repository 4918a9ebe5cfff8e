"""Write the manifests that follow from the promises: topics, who may read them, open ways."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import yaml

from launch.access import Access, access_of_everybody
from promises import Call, Promises, Topic, Wire

HEAD = "# Generated from proto/{} by `make proto`; never edited.\n"
CLUSTER = {"strimzi.io/cluster": "kaitong"}
HOUSE = {"app.kubernetes.io/part-of": "kaitong"}
GRPC_PORT = 50051
HEALTH_PORT = 50052
METRICS_PORT = 9464
REST_PORT = 8080
OTLP_PORTS = (4317, 4318)
DNS_PORTS = (53, 5353)
"""The second is what the pods of OpenShift listen on."""
DNS_NAMESPACES = ("kube-system", "openshift-dns")
NODE_LOCAL_DNS = "169.254.20.10"
"""Where Kubernetes' own NodeLocal DNSCache answers."""
ANSWERS_NAMES = {"kaitong/answers-names": "true"}
"""Label of a namespace whose pods answer names where it is called otherwise."""
WATCHES = {"kaitong/watches": "true"}
"""Label of a namespace that reads metrics and takes traces, whatever it is called."""
WATCHING_NAMESPACES = ("monitoring", "observability", "openshift-user-workload-monitoring")
OPERATING = "bossctl"
"""The pod from which people operate; it shows the certificate of the user `operations`."""
PARKED_HOURS = 14 * 24
HOUR_IN_MS = 3_600_000
Manifest = dict[str, Any]


def component(*resources: str) -> str:
    """Write what makes a folder of manifests something an overlay can name."""
    manifest = {
        "apiVersion": "kustomize.config.k8s.io/v1alpha1",
        "kind": "Component",
        "resources": list(resources),
    }
    return HEAD.format("") + yaml.safe_dump(manifest, sort_keys=False)


def topics(promises: Promises) -> str:
    manifests = [_topic(topic) for topic in promises.topics]
    manifests += [
        _topic_manifest(topic.copies_of_parked(listener), 1, _delete_after(PARKED_HOURS))
        for topic in promises.topics
        for listener in topic.listeners
    ]
    return _file("topics.yaml", manifests)


def _topic(topic: Topic) -> Manifest:
    keep = (
        {"cleanup.policy": "compact"} if topic.compacted else _delete_after(topic.retention_hours)
    )
    return _topic_manifest(topic.name, topic.partitions, keep)


def _delete_after(hours: int) -> dict[str, Any]:
    return {"cleanup.policy": "delete", "retention.ms": hours * HOUR_IN_MS}


def _topic_manifest(name: str, partitions: int, keep: Mapping[str, Any]) -> Manifest:
    return {
        "apiVersion": "kafka.strimzi.io/v1",
        "kind": "KafkaTopic",
        "metadata": {"name": name, "labels": CLUSTER | HOUSE},
        "spec": {
            "partitions": partitions,
            "replicas": 3,
            "config": {**keep, "min.insync.replicas": 2},
        },
    }


def users(promises: Promises) -> str:
    """Every service may write what it says and read what it hears, and nothing else."""
    everybody = access_of_everybody(promises.services, promises.topics)
    return _file("topics.yaml", [_user(name, access) for name, access in everybody])


def _user(name: str, access: Iterable[Access]) -> Manifest:
    return {
        "apiVersion": "kafka.strimzi.io/v1",
        "kind": "KafkaUser",
        "metadata": {"name": name, "labels": CLUSTER | HOUSE},
        "spec": {
            "authentication": {"type": "tls"},
            "authorization": {"type": "simple", "acls": [_acl(one) for one in access]},
        },
    }


def _acl(access: Access) -> dict[str, Any]:
    resource: dict[str, str] = {"type": access.kind}
    if access.kind != "cluster":
        resource |= {"name": access.name, "patternType": "literal"}
    return {"resource": resource, "operations": list(access.operations)}


def network_policies(promises: Promises) -> str:
    """Close every way, then open exactly those somebody may use."""
    ways = sorted({way for call in promises.calls for way in _ways(call)})
    manifests = [_closed(), _dns(), _database(promises), _kafka(promises)]
    manifests += [_metrics(), _traces(promises), _rest()]
    manifests += [policy for way in ways for policy in _way(*way, "calls", {"grpc": GRPC_PORT})]
    manifests += [policy for wire in promises.wires for policy in _wire(wire)]
    return _file("calls.yaml", manifests)


def _ways(call: Call) -> Iterable[tuple[str, str]]:
    return ((one, other) for one in call.callers for other in call.answered_by if one != other)


def _wire(wire: Wire) -> tuple[Manifest, Manifest]:
    return _way(wire.caller, wire.answered_by, "reaches", wire.ports)


def _way(
    caller: str, answers: str, verb: str, ports: Mapping[str, int]
) -> tuple[Manifest, Manifest]:
    """Open a way on both of its ends."""
    doors = [{"protocol": "TCP", "port": port} for port in sorted(ports.values())]
    out = {"to": [{"podSelector": _pods(answers)}], "ports": doors}
    into = {"from": [{"podSelector": _pods(caller)}], "ports": doors}
    name = f"{caller}-{verb}-{answers}"
    return (
        _policy(f"{name}-out", _pods(caller), egress=[out]),
        _policy(f"{name}-in", _pods(answers), ingress=[into]),
    )


def _pods(*names: str) -> dict[str, Any]:
    if len(names) == 1:
        return {"matchLabels": {"app.kubernetes.io/name": names[0]} | HOUSE}
    expression = {"key": "app.kubernetes.io/name", "operator": "In", "values": list(names)}
    return {"matchLabels": HOUSE, "matchExpressions": [expression]}


def _policy(name: str, pods: Mapping[str, Any], **rules: list[dict[str, Any]]) -> Manifest:
    return {
        "apiVersion": "networking.k8s.io/v1",
        "kind": "NetworkPolicy",
        "metadata": {"name": name, "labels": dict(HOUSE)},
        "spec": {
            "podSelector": dict(pods),
            "policyTypes": [kind.capitalize() for kind in rules],
            # An empty list is none to the API server: written, each apply would change it again.
            **{kind: said for kind, said in rules.items() if said},
        },
    }


def _closed() -> Manifest:
    """Close the whole namespace: a stranger's pod in it reaches nothing and nobody, too."""
    return _policy("closed-unless-opened", {}, ingress=[], egress=[])


def _dns() -> Manifest:
    """Let all ask, whatever the pods are called, and the cache of a node where there is one."""
    cache = {"ipBlock": {"cidr": f"{NODE_LOCAL_DNS}/32"}}
    servers = [_namespaces(*DNS_NAMESPACES), _labelled(ANSWERS_NAMES), cache]
    ports = [
        {"protocol": protocol, "port": port} for port in DNS_PORTS for protocol in ("UDP", "TCP")
    ]
    return _policy("all-ask-dns", {}, egress=[{"to": servers, "ports": ports}])


def _namespaces(*names: str) -> dict[str, Any]:
    expression = {"key": "kubernetes.io/metadata.name", "operator": "In", "values": list(names)}
    return {"namespaceSelector": {"matchExpressions": [expression]}}


def _labelled(labels: Mapping[str, str]) -> dict[str, Any]:
    return {"namespaceSelector": {"matchLabels": dict(labels)}}


def _watching() -> list[dict[str, Any]]:
    return [_namespaces(*WATCHING_NAMESPACES), _labelled(WATCHES)]


def _traces(promises: Promises) -> Manifest:
    """Let spans be sent to a collector in a namespace of those who watch."""
    ports = [{"protocol": "TCP", "port": port} for port in OTLP_PORTS]
    rule = {"to": _watching(), "ports": ports}
    return _policy("services-send-traces", _pods(*promises.services), egress=[rule])


def _database(promises: Promises) -> Manifest:
    expression = {"key": "cnpg.io/cluster", "operator": "Exists"}
    databases = {"namespaceSelector": {}, "podSelector": {"matchExpressions": [expression]}}
    rule = {"to": [databases], "ports": [{"protocol": "TCP", "port": 5432}]}
    return _policy("services-reach-databases", _pods(*promises.services), egress=[rule])


def _kafka(promises: Promises) -> Manifest:
    # Every service: one that says nothing has a relay that stands ready, too, and keeps house.
    speaking = sorted({*promises.services, OPERATING})
    brokers = {"namespaceSelector": {}, "podSelector": {"matchLabels": CLUSTER}}
    ports = [{"protocol": "TCP", "port": port} for port in (9092, 9093)]
    return _policy(
        "services-reach-kafka", _pods(*speaking), egress=[{"to": [brokers], "ports": ports}]
    )


def _metrics() -> Manifest:
    rule = {"from": _watching(), "ports": [{"protocol": "TCP", "port": METRICS_PORT}]}
    return _policy("monitoring-reads-metrics", {"matchLabels": HOUSE}, ingress=[rule])


def _rest() -> Manifest:
    rule = {"ports": [{"protocol": "TCP", "port": REST_PORT}]}
    return _policy("everybody-asks-the-gateway", _pods("gateway"), ingress=[rule])


class _Plain(yaml.SafeDumper):
    """Writes shared values out each time instead of pointing at the first."""

    def ignore_aliases(self, data: object) -> bool:
        return True


def _file(source: str, manifests: list[Manifest]) -> str:
    text = yaml.dump_all(manifests, Dumper=_Plain, sort_keys=False, allow_unicode=True, width=120)
    return HEAD.format(source) + "---\n" + text
