"""The Helm chart is what kustomize makes, object by object, and refuses what it does not know."""

import os
import random
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from cluster.parts import Parts

from chart.components import K8S, NEEDS, OVERLAYS, components, switches
from chart.conditions import choices, with_needs
from chart.objects import KEPT
from chart.rendering import ADDRESS, NAMESPACE, VERSION, read, release_of, rendered, write_overlay
from check_manifests import renderer

CHART = Path(__file__).parents[2] / "deploy/chart"
Manifest = dict[str, Any]
Objects = Mapping[tuple[str, ...], Manifest]
LOOKED_AT_ANEW = 6


def helm(*words: str) -> "subprocess.CompletedProcess[str]":
    """Run helm; skips where there is none, for `make cluster-test` has one and does the same."""
    kept = Parts.usual().program("helm")
    program = shutil.which("helm") or (kept if Path(kept).exists() else None)
    if program is None:
        pytest.skip("no helm here; `make cluster-test ONLY=control-plane` builds one")
    environment = {**os.environ, "HELM_NO_PLUGINS": "1"}
    return subprocess.run(
        [program, *words], capture_output=True, text=True, check=False, env=environment
    )


def template(*words: str, namespace: str = "kaitong") -> Objects:
    """Return what the chart comes to, as the API server would get it."""
    done = helm("template", "kaitong", str(CHART), "--namespace", namespace, *words)
    assert not done.returncode, done.stderr
    return read(done.stdout).objects


def refusal(*words: str) -> str:
    done = helm("template", "kaitong", str(CHART), "--namespace", "kaitong", *words)
    assert done.returncode
    return done.stderr


def command() -> tuple[str, ...]:
    if (found := renderer()) is None:
        pytest.skip("no kubectl or kustomize here")
    return found


@cache
def usual() -> Objects:
    return template()


def switched(turned_on: frozenset[str]) -> list[str]:
    said = ",".join(f"components.{one}={str(one in turned_on).lower()}" for one in switches())
    return ["--set", said]


def alike(objects: Objects) -> dict[tuple[str, ...], Manifest]:
    """Return objects without what only a chart has: hashes, and what Helm must not remove."""
    return {
        (kind, _without_hash(kind, name), group): _plain(one)
        for (kind, name, group), one in objects.items()
    }


def _without_hash(kind: str, name: str) -> str:
    return name.rpartition("-")[0] if kind == "Job" else name


def _plain(manifest: Manifest) -> Manifest:
    kind, metadata = manifest["kind"], dict(manifest["metadata"])
    metadata["name"] = _without_hash(kind, metadata["name"])
    annotations = {
        key: value
        for key, value in metadata.pop("annotations", {}).items()
        if key != "helm.sh/resource-policy"
    }
    plain = {
        **manifest,
        "metadata": metadata | ({"annotations": annotations} if annotations else {}),
    }
    if kind in {"Deployment", "StatefulSet"}:
        template = dict(plain["spec"]["template"])
        said = dict(template["metadata"])
        assert set(said.pop("annotations", {})) <= {"kaitong/settings"}
        plain["spec"] = {**plain["spec"], "template": {**template, "metadata": said}}
    return plain


def assert_alike(chart: Objects, kustomize: Objects) -> None:
    ours, theirs = alike(chart), dict(kustomize)
    assert ours.keys() == theirs.keys()
    different = [name for name, one in ours.items() if one != theirs[name]]
    for name in different:
        assert ours[name] == theirs[name], name


@pytest.mark.parametrize("overlay", OVERLAYS)
def test_the_chart_with_the_values_of_an_overlay_is_the_overlay(overlay: str) -> None:
    folder = K8S / "overlays" / overlay
    said = yaml.safe_load((folder / "kustomization.yaml").read_text())
    release = release_of(K8S, overlay)

    chart = template(
        "-f", str(CHART / "values" / f"{overlay}.yaml"), "--set", f"version={release['version']}",
        namespace=said["namespace"],
    )  # fmt: skip

    assert_alike(_with_all_of(chart, release), rendered(folder, command()).objects)


def _with_all_of(chart: Objects, release: Mapping[str, str]) -> Objects:
    """A chart says of a release all there may be, be it nothing; an overlay may leave it out."""
    name = ("ConfigMap", "release", "")
    data = {key: value for key, value in chart[name]["data"].items() if key in release}
    return {**chart, name: {**chart[name], "data": data}}


def other_choices() -> Iterator[frozenset[str]]:
    """Choices of components nobody looked at when the chart was made."""
    dice, known = random.Random(11), set(choices(switches()))  # noqa: S311 - no secret
    while True:
        row = frozenset(one for one in switches() if dice.random() < 0.5)
        row = with_needs(row - ({"emulator"} if "realNetwork" in row else frozenset[str]()))
        if row not in known:
            known.add(row)
            yield row


@pytest.mark.parametrize("number", range(LOOKED_AT_ANEW))
def test_any_choice_of_components_is_what_kustomize_makes_of_it(
    number: int, tmp_path: Path
) -> None:
    choosing = other_choices()
    turned_on = [next(choosing) for _ in range(number + 1)][-1]
    copy = tmp_path / "k8s"
    shutil.copytree(K8S, copy)
    folder = write_overlay(copy, "chosen", turned_on, components())

    chart = template(
        *switched(turned_on), "--set", f"version={VERSION}",
        "--set", ",".join(f"addresses.{one}={ADDRESS}{one}" for one in ("runbooks", "prometheus")),
        "--set", "settings.operator.BOSS_ENVIRONMENT=development", namespace=NAMESPACE,
    )  # fmt: skip

    assert_alike(chart, rendered(folder, command()).objects)


def test_every_component_there_is_has_a_switch() -> None:
    folders = {path.parent.name for path in (K8S / "components").glob("*/kustomization.yaml")}
    values = yaml.safe_load((CHART / "values.yaml").read_text())

    assert folders <= {one.folder.rpartition("/")[2] for one in components()}
    assert set(values["components"]) == set(switches())


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("replica=3", "replica"),
        ("components.mtsl=true", "mtsl"),
        ("images.tag=1", "tag"),
        ("images.digests.order=", "order"),
        ("addresses.postgres=db:5432", "postgres"),
        ("secrets.callkey=x", "callkey"),
        ("doors.ordersApi.replica=3", "replica"),
        ("doors.ordersApis.replicas=3", "ordersApis"),
        ("doors.ordersApi.resources.limit.memory=1Gi", "limit"),
        ("doors.ordersApi.resources.limits.mem=1Gi", "mem"),
        ("settings.operator.BOSS_DATABASE_POOLS=9", "BOSS_DATABASE_POOLS"),
        ("settings.order.BOSS_LEASE_SECONDS=9", "order"),
        ("settings.operator.BOSS_KAFKA=other:9092", "BOSS_KAFKA"),
        ("ingress.hosts=x", "hosts"),
        ("kafka.brokers.replica=3", "replica"),
        ("postgres.storage.sizes=1Gi", "sizes"),
        ("backup.retentions=1d", "retentions"),
        ("volumes.callRecords.storageClass=x", "storageClass"),
        ("pods.nodeselector.x=y", "nodeselector"),
    ],
)
def test_a_value_nobody_knows_is_refused_by_its_name(said: str, name: str) -> None:
    told = refusal("--set-string", said)

    assert f"'{name}' not allowed" in told


@pytest.mark.parametrize(
    ("said", "where"),
    [
        ("doors.ordersApi.replicas=many", "replicas"),
        ("components.mtls=yes", "mtls"),
        ("images.digests.orders=sha256:12", "orders"),
        ("images.pullPolicy=Sometimes", "pullPolicy"),
        ("settings.operator.BOSS_DATABASE_POOL=9", "BOSS_DATABASE_POOL"),
        ("secrets.callKey=", "callKey"),
    ],
)
def test_a_value_that_cannot_be_is_refused_with_its_place(said: str, where: str) -> None:
    assert where in refusal("--set", said)


@pytest.mark.parametrize(
    ("said", "word"),
    [
        ("components.postgresCnpg=false", "components.postgresBackup needs"),
        ("components.emulator=true", "there is one network"),
        ("components.emulator=true,components.realNetwork=false", "never runs where"),
        ("settings.operator.BOSS_CLOCK=settable", "refused where BOSS_ENVIRONMENT is production"),
        ("settings.operator.BOSS_REFLECTION=true", "refused where BOSS_ENVIRONMENT is production"),
    ],
)
def test_values_that_do_not_go_together_are_refused_with_what_to_do(said: str, word: str) -> None:
    assert word in refusal("--set-string" if "BOSS" in said else "--set", said)


def pods(objects: Objects) -> Iterator[tuple[str, Manifest]]:
    for (kind, name, _), one in objects.items():
        if kind in {"Deployment", "StatefulSet", "Job"}:
            yield name, one["spec"]["template"]["spec"]


def test_images_come_from_where_values_say_and_are_what_a_digest_says() -> None:
    digest = "sha256:" + "a" * 64

    found = template(
        "--set", "version=1.2.3,images.repository=boss/core",
        "--set", "images.registry=registry.operator.test:5000",
        "--set", f"images.digests.orders={digest},images.pullPolicy=Always",
        "--set", "images.pullSecrets[0].name=registry",
    )  # fmt: skip

    for name, pod in pods(found):
        service = "tools" if name.startswith("bossctl") else name.partition("-")[0]
        pinned = f"@{digest}" if service == "orders" else ""
        (container,) = pod["containers"]
        where = f"registry.operator.test:5000/boss/core/{service}:1.2.3{pinned}"
        assert container["image"] == where
        assert container["imagePullPolicy"] == "Always"
        assert pod["imagePullSecrets"] == [{"name": "registry"}]


@pytest.mark.parametrize(
    "secret", sorted(yaml.safe_load((CHART / "values.yaml").read_text())["secrets"])
)
def test_a_secret_of_another_name_is_meant_wherever_it_was(secret: str) -> None:
    known = yaml.safe_load((CHART / "values.yaml").read_text())["secrets"]
    emulated = ("-f", str(CHART / "values/staging.yaml"))
    words = emulated if "emulator" in secret else ("--set", "components.postgresBasebackup=true")

    before, after = template(*words), template(*words, "--set", f"secrets.{secret}=renamed")

    assert f"'{known[secret]}'" in str(_secrets(before))
    assert known[secret] not in _secrets(after)
    assert "renamed" in _secrets(after)


def _secrets(tree: object) -> list[str]:
    """Return every name of a Secret in what was rendered."""
    if isinstance(tree, dict):
        inner = [one for value in tree.values() for one in _secrets(value)]
        names = [tree["secretName"]] if isinstance(tree.get("secretName"), str) else []
        for key, value in tree.items():
            if "ecret" in str(key) or key == "accessKeyId":
                names += [value["name"]] if isinstance(value, dict) and "name" in value else []
        return [*names, *inner]
    return [one for value in tree for one in _secrets(value)] if isinstance(tree, list) else []


def test_an_address_is_told_to_all_who_ask_there() -> None:
    found = template(
        "--set", "components.kafkaStrimzi=false,components.postgresCnpg=false",
        "--set", "components.postgresBackup=false",
        "--set-string", r"addresses.kafka=kafka.operator.test:9092\,other:9092",
        "--set", "addresses.database=db.operator.test:5432,addresses.otlp=http://otlp.operator.test:4317",
        "--set", "addresses.mml=hlr.operator.test:7777",
    )  # fmt: skip
    told = {name: one["data"] for (kind, name, _), one in found.items() if kind == "ConfigMap"}
    asked = {
        trigger["metadata"]["bootstrapServers"]
        for (kind, _, _), one in found.items()
        if kind == "ScaledObject"
        for trigger in one["spec"]["triggers"]
        if trigger["type"] == "kafka"
    }

    assert told["operator"]["BOSS_KAFKA"] == "kafka.operator.test:9092,other:9092"
    assert asked == {"kafka.operator.test:9092,other:9092"}
    assert told["operator"]["BOSS_DATABASE_ADDRESS"] == "db.operator.test:5432"
    assert told["migrate"]["BOSS_DATABASE_ADDRESS"] == "db.operator.test:5432"
    assert told["operator"]["BOSS_OTLP_ENDPOINT"] == "http://otlp.operator.test:4317"
    assert told["provisioning-knobs"]["BOSS_MML_ADDRESS"] == "hlr.operator.test:7777"


def test_a_setting_is_told_to_its_service_and_only_its_pods_start_anew() -> None:
    after = template("--set-string", "settings.billing.BOSS_DATABASE_POOL=16")

    changed = {name[1] for name, one in after.items() if one != usual()[name]}

    doors = {f"billing-{door}" for door in ("api", "listen", "relay", "work")}
    assert changed == {"billing-knobs", *doors}
    assert after["ConfigMap", "billing-knobs", ""]["data"]["BOSS_DATABASE_POOL"] == "16"


def test_a_migration_keeps_its_name_until_it_is_made_of_something_else() -> None:
    def jobs(*words: str) -> set[str]:
        return {name for kind, name, _ in template(*words) if kind == "Job"}

    before = jobs()

    assert all(name.startswith(f"{name.partition('-')[0]}-migrate.0.1.0-") for name in before)
    assert jobs("--set-string", "settings.operator.BOSS_DRAIN_SECONDS=33") == before
    assert jobs("--set", "doors.ordersApi.resources.limits.memory=1Gi") == before
    assert jobs("--set", "version=0.2.0").isdisjoint(before)
    for value in ("images.registry=other.test", "secrets.ordersDatabase=other"):
        assert len(jobs("--set", value) - before) >= 1, value
    assert jobs("--set", "version=0.2.0") != jobs("--set", "version=0.2.1")


def test_how_many_and_how_large_is_said_where_it_holds() -> None:
    found = template(
        "--set", "doors.ordersApi.minReplicas=3,doors.ordersApi.maxReplicas=9",
        "--set", "doors.accountsWork.replicas=5",
        "--set", "doors.ordersListen.maxReplicas=8,doors.accountsWork.resources.limits.memory=2Gi",
        "--set", "kafka.brokers.replicas=5,postgres.instances=5,postgres.storage.size=500Gi",
        "--set-string", "postgres.parameters.max_connections=1200",
        "--set", "volumes.callRecords.storageClassName=shared",
        "--set", "pods.nodeSelector.pool=boss",
    )  # fmt: skip

    api = found["HorizontalPodAutoscaler", "orders-api", "autoscaling"]["spec"]
    work = found["Deployment", "accounts-work", "apps"]["spec"]
    listen = found["ScaledObject", "orders-listen", "keda.sh"]["spec"]
    database = found["Cluster", "kaitong-postgres", "postgresql.cnpg.io"]["spec"]
    assert (api["minReplicas"], api["maxReplicas"]) == (3, 9)
    assert "replicas" not in found["Deployment", "orders-api", "apps"]["spec"]
    assert work["replicas"] == 5
    assert work["template"]["spec"]["containers"][0]["resources"]["limits"] == {"memory": "2Gi"}
    assert listen["maxReplicaCount"] == 8
    assert found["KafkaNodePool", "brokers", "kafka.strimzi.io"]["spec"]["replicas"] == 5
    assert (database["instances"], database["storage"]["size"]) == (5, "500Gi")
    assert database["postgresql"]["parameters"]["max_connections"] == "1200"
    claim = found["PersistentVolumeClaim", "call-records", ""]["spec"]
    assert claim["storageClassName"] == "shared"
    assert claim["accessModes"] == ["ReadWriteMany"]
    assert all(pod["nodeSelector"] == {"pool": "boss"} for _, pod in pods(found))


def test_an_ingress_leads_to_the_rest_door() -> None:
    found = template(
        "--set", "ingress.enabled=true,ingress.host=boss.operator.test,ingress.className=nginx",
        "--set", "ingress.tlsSecret=boss-tls",
    )  # fmt: skip

    way = found["Ingress", "gateway-rest", "networking.k8s.io"]["spec"]
    (rule,) = way["rules"]
    service = rule["http"]["paths"][0]["backend"]["service"]
    assert rule["host"] == "boss.operator.test"
    assert way["tls"] == [{"hosts": ["boss.operator.test"], "secretName": "boss-tls"}]
    assert ("Service", service["name"], "") in found
    assert not [name for name in usual() if name[0] == "Ingress"]


def test_nothing_that_holds_data_goes_with_a_component_or_a_release() -> None:
    for (kind, name, _), one in usual().items():
        kept = one["metadata"].get("annotations", {}).get("helm.sh/resource-policy") == "keep"
        assert kept == (kind in KEPT), name


def test_a_second_release_in_a_cluster_leaves_what_is_the_clusters() -> None:
    found = template("--set", "priorityClasses=false")

    assert {name for name in usual() if name not in found} == {
        name for name in usual() if name[0] == "PriorityClass"
    }


def test_braces_of_an_alert_are_its_own() -> None:
    rules = usual()["PrometheusRule", "kaitong", "monitoring.coreos.com"]
    texts = [
        rule["annotations"]["summary"]
        for group in rules["spec"]["groups"]
        for rule in group["rules"]
    ]

    assert any("{{ $labels." in text for text in texts)


def test_objects_of_ones_own_are_templates(tmp_path: Path) -> None:
    own = {
        "apiVersion": "v1",
        "kind": "ConfigMap",
        "metadata": {"name": "own"},
        "data": {"where": "{{ .Release.Namespace }}"},
    }
    file = tmp_path / "own.yaml"
    file.write_text(yaml.safe_dump({"more": [own]}))

    found = template("-f", str(file))

    assert found["ConfigMap", "own", ""]["data"] == {"where": "kaitong"}


@pytest.mark.parametrize("overlay", OVERLAYS)
def test_lint_finds_nothing(overlay: str) -> None:
    done = helm("lint", "--strict", str(CHART), "-f", str(CHART / "values" / f"{overlay}.yaml"))

    assert not done.returncode, done.stdout + done.stderr


def test_the_needs_of_components_are_checked_by_the_chart() -> None:
    checks = (CHART / "templates/checks.yaml").read_text()

    for one, others in NEEDS.items():
        for other in others:
            assert f"components.{one} needs components.{other}" in checks


def test_the_chart_is_of_the_release_production_runs() -> None:
    said = yaml.safe_load((CHART / "Chart.yaml").read_text())
    overlay = yaml.safe_load((K8S / "overlays/prod/kustomization.yaml").read_text())
    (release,) = [one for one in overlay["configMapGenerator"] if one["name"] == "release"]

    assert f"version={said['appVersion']}" in release["literals"]
