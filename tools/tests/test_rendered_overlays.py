"""What an overlay comes to: who gives way, who reaches whom, how many connections it makes."""

import json
import re
import shutil
from pathlib import Path

import pytest
import yaml

from harness.alerting import rules, said_metrics
from harness.rendered import (
    K8S,
    OVERLAYS,
    WITH_DATABASE,
    Manifest,
    name_of,
    needs_renderer,
    of_kind,
    pods,
    rendered,
)
from runtime.settings.service_settings import ServiceSettings

pytestmark = needs_renderer
OF_POSTGRES_ITSELF = 30
"""Connections of replication, the operator, and whoever mends something by hand."""


@pytest.mark.parametrize("overlay", OVERLAYS)
def test_on_a_full_node_doors_give_way_to_migrations(overlay: str) -> None:
    known = {name_of(one): one["value"] for one in of_kind(overlay, "PriorityClass")}

    assert known["kaitong-doors"] < known["kaitong-migrations"] < known["kaitong-stores"]
    for name, pod in pods(overlay, "Deployment"):
        assert pod["priorityClassName"] == "kaitong-doors", name
    for name, pod in pods(overlay, "Job"):
        assert pod["priorityClassName"] == "kaitong-migrations", name


@pytest.mark.parametrize("overlay", WITH_DATABASE)
def test_database_and_broker_give_way_last(overlay: str) -> None:
    (cluster,) = of_kind(overlay, "Cluster")
    pools = of_kind(overlay, "KafkaNodePool")

    assert cluster["spec"]["priorityClassName"] == "kaitong-stores"
    assert pools
    for pool in pools:
        assert pool["spec"]["template"]["pod"]["priorityClassName"] == "kaitong-stores"


@pytest.mark.parametrize("overlay", OVERLAYS)
def test_only_doors_that_read_call_records_have_their_folder(overlay: str) -> None:
    having = {
        name
        for name, pod in pods(overlay, "Deployment")
        if any(volume["name"] == "call-records" for volume in pod["volumes"])
    }

    pretend = {"emulator-all", "provisioning-api"} if overlay != "prod" else set()
    assert having == {"provisioning-work"} | pretend


@pytest.mark.parametrize("overlay", OVERLAYS)
def test_a_migration_waits_for_a_database_that_is_being_made(overlay: str) -> None:
    (told,) = [one for one in of_kind(overlay, "ConfigMap") if name_of(one) == "migrate"]

    assert int(told["data"]["BOSS_DATABASE_WAIT_SECONDS"]) >= 300
    assert all(job["spec"]["backoffLimit"] >= 10 for job in of_kind(overlay, "Job"))


def test_an_overlay_may_have_jobs_and_deployments_of_its_own(tmp_path: Path) -> None:
    shutil.copytree(K8S, tmp_path / "k8s")
    overlay = tmp_path / "k8s" / "overlays" / "dev"
    pod = {"containers": [{"name": "own", "image": "own:1"}], "restartPolicy": "Never"}
    own = [
        {
            "apiVersion": api,
            "kind": kind,
            "metadata": {"name": "own", "labels": {"app.kubernetes.io/part-of": "kaitong"}},
            "spec": {"template": {"metadata": {"labels": {"own": "own"}}, "spec": pod}},
        }
        for api, kind in (("batch/v1", "Job"), ("apps/v1", "StatefulSet"))
    ]
    (overlay / "own.yaml").write_text(yaml.safe_dump_all(own))
    file = overlay / "kustomization.yaml"
    file.write_text(file.read_text().replace("- ../../base\n", "- ../../base\n- own.yaml\n"))

    found = {
        one["kind"]: one["spec"]["template"]["spec"]["containers"][0]["image"]
        for one in rendered(overlay)
        if name_of(one) == "own"
    }

    assert found == {"Job": "own:1", "StatefulSet": "own:1"}


@pytest.mark.parametrize("overlay", WITH_DATABASE)
def test_keda_asks_kafka_by_a_name_that_holds_in_its_own_namespace(overlay: str) -> None:
    (namespace,) = of_kind(overlay, "Namespace")
    (kafka,) = of_kind(overlay, "Kafka")
    servers = {
        trigger["metadata"]["bootstrapServers"]
        for one in of_kind(overlay, "ScaledObject")
        for trigger in one["spec"]["triggers"]
        if trigger["type"] == "kafka"
    }
    (listener,) = kafka["spec"]["kafka"]["listeners"]

    assert servers == {f"kaitong-kafka-bootstrap.{name_of(namespace)}.svc:{listener['port']}"}
    assert any("keda" in str(peer) for peer in listener["networkPolicyPeers"])


@pytest.mark.parametrize("overlay", WITH_DATABASE)
def test_each_listener_grows_by_all_it_hears_and_by_nothing_else(overlay: str) -> None:
    """KEDA may look at those groups alone, and a group nobody is in has no offsets."""
    looked_at = {
        (name_of(one).removesuffix("-listen"), said["topic"], said["consumerGroup"])
        for one in of_kind(overlay, "ScaledObject")
        for trigger in one["spec"]["triggers"]
        if trigger["type"] == "kafka" and (said := trigger["metadata"])
    }
    topics = yaml.safe_load((K8S.parents[1] / "proto/topics.yaml").read_text())["topics"]

    assert looked_at == {
        (service, topic["name"], f"{service}.{topic['name']}")
        for topic in topics
        for service in topic.get("listeners", ())
    }


@pytest.mark.parametrize("overlay", WITH_DATABASE)
def test_what_has_no_replicas_of_its_own_has_somebody_who_says_how_many(overlay: str) -> None:
    floors = {
        one["spec"]["scaleTargetRef"]["name"]: one["spec"]["minReplicas"]
        for one in of_kind(overlay, "HorizontalPodAutoscaler")
    }
    taken_over = {
        one["spec"]["advanced"]["horizontalPodAutoscalerConfig"]["name"]
        for one in of_kind(overlay, "ScaledObject")
    }

    scaled = {
        name_of(one) for one in of_kind(overlay, "Deployment") if "replicas" not in one["spec"]
    }
    assert scaled
    assert {floors.get(name) for name in scaled} == {2}
    assert taken_over == {name for name in floors if name.endswith(("-listen", "-work"))}


@pytest.mark.parametrize("overlay", WITH_DATABASE)
def test_workers_grow_by_what_waits_in_their_namespace_at_a_prometheus_of_the_overlay(
    tmp_path: Path, overlay: str
) -> None:
    shutil.copytree(K8S, tmp_path / "k8s")
    file = tmp_path / "k8s" / "overlays" / overlay / "kustomization.yaml"
    ours = file.read_text()
    file.write_text(ours.replace("http://prometheus-operated.monitoring.svc:9090", "http://p:1"))
    made = rendered(file.parent)
    (namespace,) = [one["metadata"]["name"] for one in made if one["kind"] == "Namespace"]
    asked = {
        name_of(one): [each["metadata"] for each in one["spec"]["triggers"]]
        for one in made
        if one["kind"] == "ScaledObject" and name_of(one).endswith("-work")
    }

    assert set(asked) == {"billing-work", "orders-work", "provisioning-work"}
    for name, triggers in asked.items():
        for each in triggers:
            assert each["serverAddress"] == "http://p:1"
            assert f'namespace="{namespace}",service="{name.split("-")[0]}"' in each["query"]
            assert set(re.findall(r"kaitong_\w+", each["query"])) <= said_metrics()


@pytest.mark.parametrize("overlay", WITH_DATABASE)
def test_somebody_is_called_before_a_role_has_all_the_connections_postgresql_gives_it(
    overlay: str,
) -> None:
    (cluster,) = of_kind(overlay, "Cluster")
    (named,) = cluster["spec"]["monitoring"]["customQueriesConfigMap"]
    (asked,) = [one for one in of_kind(overlay, "ConfigMap") if name_of(one) == named["name"]]
    ((query, told),) = yaml.safe_load(asked["data"][named["key"]]).items()
    usage = {name: each["usage"] for one in told["metrics"] for name, each in one.items()}
    (expr,) = [one["expr"] for one in rules() if one["alert"] == "DatabaseConnectionsNearLimit"]

    assert usage == {"usename": "LABEL", "connections": "GAUGE"}
    assert f"/ max by (namespace, pod, usename) (cnpg_{query}_connections) > 0.9" in expr
    assert all(role["connectionLimit"] > 0 for role in cluster["spec"]["managed"]["roles"])


@pytest.mark.parametrize("overlay", WITH_DATABASE)
def test_dashboards_are_where_grafana_looks(overlay: str) -> None:
    boards = [
        one
        for one in of_kind(overlay, "ConfigMap")
        if one["metadata"].get("labels", {}).get("grafana_dashboard") == "1"
    ]

    assert {name_of(one) for one in boards} == {
        f"dashboard-{name}" for name in ("chain", "money", "network", "platform")
    }
    for one in boards:
        ((_, text),) = one["data"].items()
        assert json.loads(text)["panels"]


@pytest.mark.parametrize("overlay", WITH_DATABASE)
def test_the_whole_namespace_is_closed_unless_opened(overlay: str) -> None:
    closed = policy(overlay, "closed-unless-opened")
    dns = policy(overlay, "all-ask-dns")

    assert closed["podSelector"] == {}
    assert set(closed["policyTypes"]) == {"Ingress", "Egress"}
    assert dns["podSelector"] == {}
    assert "k8s-app" not in str(dns)


@pytest.mark.parametrize("overlay", WITH_DATABASE)
def test_who_watches_may_be_called_anything_and_is_known_by_a_label(overlay: str) -> None:
    label = {"namespaceSelector": {"matchLabels": {"kaitong/watches": "true"}}}
    databases = [each for one in policy(overlay, "databases")["ingress"] for each in one["from"]]

    assert label in policy(overlay, "monitoring-reads-metrics")["ingress"][0]["from"]
    traces = policy(overlay, "services-send-traces")["egress"][0]
    assert label in traces["to"]
    assert {each["port"] for each in traces["ports"]} == {4317, 4318}
    assert label in databases


@pytest.mark.parametrize("overlay", WITH_DATABASE)
def test_names_are_asked_of_known_namespaces_labelled_ones_and_a_nodes_cache(overlay: str) -> None:
    (rule,) = policy(overlay, "all-ask-dns")["egress"]
    names = [
        name
        for each in rule["to"]
        for said in each.get("namespaceSelector", {}).get("matchExpressions", [])
        for name in said["values"]
    ]

    assert set(names) >= {"kube-system", "openshift-dns"}
    assert {"namespaceSelector": {"matchLabels": {"kaitong/answers-names": "true"}}} in rule["to"]
    assert {"ipBlock": {"cidr": "169.254.20.10/32"}} in rule["to"]
    assert not [each for each in rule["to"] if "podSelector" in each]


@pytest.mark.parametrize("overlay", WITH_DATABASE)
def test_a_backup_that_is_scheduled_has_somewhere_to_go(overlay: str) -> None:
    (cluster,) = of_kind(overlay, "Cluster")
    (store,) = of_kind(overlay, "ObjectStore")
    (scheduled,) = of_kind(overlay, "ScheduledBackup")
    (plugin,) = cluster["spec"]["plugins"]

    assert plugin["isWALArchiver"] is True
    assert plugin["parameters"]["barmanObjectName"] == name_of(store)
    assert scheduled["spec"]["pluginConfiguration"]["name"] == plugin["name"]


def test_staging_tries_what_production_has() -> None:
    def components(overlay: str) -> set[str]:
        text = (K8S / "overlays" / overlay / "kustomization.yaml").read_text()
        return set(yaml.safe_load(text)["components"])

    missing = components("prod") - components("staging")

    assert missing == {"../../components/real-network"}


def test_the_cluster_that_is_tried_has_what_production_has(tmp_path: Path) -> None:
    """It is rendered as well: nobody else looks at it where there is no cluster."""
    shutil.copytree(K8S, tmp_path / "k8s")
    tried = tmp_path / "k8s" / "overlays" / "cluster"
    shutil.copytree(K8S.parents[1] / "tests/cluster/overlay", tried)
    kustomizations = [
        yaml.safe_load((one / "kustomization.yaml").read_text())
        for one in (K8S / "overlays/prod", tried)
    ]
    production, ours = (set(one["components"]) for one in kustomizations)
    settings = [
        set(generator["literals"])
        for one in kustomizations
        for generator in one["configMapGenerator"]
        if generator["name"] == "operator"
    ]

    assert production - ours == {"../../components/real-network"}
    assert settings[0] <= settings[1]
    kinds = {one["kind"] for one in rendered(tried)}
    assert kinds >= {"StatefulSet", "ScaledObject", "Certificate"}


@pytest.mark.parametrize("overlay", WITH_DATABASE)
def test_every_process_shows_a_certificate_of_its_own_name_and_namespace(overlay: str) -> None:
    (namespace,) = of_kind(overlay, "Namespace")
    certificates = {
        one["spec"]["secretName"]: one["spec"]["dnsNames"]
        for one in of_kind(overlay, "Certificate")
        if "dnsNames" in one["spec"]
    }
    shown = {
        volume["secret"]["secretName"]
        for kind in ("Deployment", "StatefulSet")
        for _, pod in pods(overlay, kind)
        for volume in pod["volumes"]
        if volume["name"] == "tls"
    }

    assert shown == set(certificates)
    for secret, names in certificates.items():
        name = secret.removesuffix("-tls")
        assert names == [name, f"{name}.{name_of(namespace)}.svc"]


@pytest.mark.parametrize("overlay", WITH_DATABASE)
def test_all_processes_together_fit_into_the_database(overlay: str) -> None:
    (cluster,) = of_kind(overlay, "Cluster")
    limits = {role["name"]: role["connectionLimit"] for role in cluster["spec"]["managed"]["roles"]}
    most = int(cluster["spec"]["postgresql"]["parameters"]["max_connections"])

    wanted = connections(overlay)

    assert set(wanted) == set(limits)
    for service, number in wanted.items():
        assert number <= limits[service], service
    assert sum(limits.values()) + OF_POSTGRES_ITSELF <= most


@pytest.mark.parametrize("overlay", WITH_DATABASE)
def test_alerts_name_their_page_by_an_address_of_the_overlay(tmp_path: Path, overlay: str) -> None:
    shutil.copytree(K8S, tmp_path / "k8s")
    file = tmp_path / "k8s" / "overlays" / overlay / "kustomization.yaml"
    ours = file.read_text()
    file.write_text(ours.replace("https://kaitong.example", "https://wiki.operator.test/kaitong"))

    pages = [
        rule["annotations"]["runbook_url"]
        for one in rendered(file.parent)
        if one["kind"] == "PrometheusRule"
        for group in one["spec"]["groups"]
        for rule in group["rules"]
        if "alert" in rule
    ]
    assert len(pages) == len(rules())
    assert all(page.startswith("https://wiki.operator.test/kaitong/docs/") for page in pages)


def policy(overlay: str, name: str) -> Manifest:
    (found,) = [one for one in of_kind(overlay, "NetworkPolicy") if name_of(one) == name]
    return dict(found["spec"])


def at_most(overlay: str) -> dict[str, int]:
    """Return how many pods each Deployment may have, its rollout's surplus included."""
    scaled = {
        one["spec"]["scaleTargetRef"]["name"]: one["spec"]["maxReplicas"]
        for one in of_kind(overlay, "HorizontalPodAutoscaler")
    }
    scaled |= {
        name_of(one): one["spec"]["maxReplicaCount"] for one in of_kind(overlay, "ScaledObject")
    }
    numbers = {}
    for one in of_kind(overlay, "Deployment"):
        surplus = one["spec"]["strategy"].get("rollingUpdate", {}).get("maxSurge", 0)
        numbers[name_of(one)] = scaled.get(name_of(one), one["spec"].get("replicas", 0)) + surplus
    return numbers


def connections(overlay: str) -> dict[str, int]:
    """Return how many connections each service holds at most: pools, relays' locks, migrations."""
    pool = ServiceSettings.model_fields["database_pool"].default
    held: dict[str, int] = {}
    for name, number in at_most(overlay).items():
        service, _, door = name.partition("-")
        relays = door in {"relay", "all"}
        held[service] = held.get(service, 1) + number * (pool + relays)
    return held
