"""Broker and database of an overlay: nobody comes in without TLS, and no two fall at once."""

from collections.abc import Iterator
from typing import Any

import pytest

from harness.rendered import WITH_DATABASE, Manifest, name_of, needs_renderer, of_kind, pods

pytestmark = needs_renderer
KAFKA, POSTGRES = "/run/secrets/kafka", "/run/secrets/postgres"
ZONE, HOST = "topology.kubernetes.io/zone", "kubernetes.io/hostname"
SHOWN = {"ca.pem", "cert.pem", "key.pem"}


def told(overlay: str, name: str) -> dict[str, str]:
    """Return what a ConfigMap says, whatever its name ends with."""
    (found,) = [
        one["data"]
        for one in of_kind(overlay, "ConfigMap")
        if name_of(one) == name or name_of(one).startswith(f"{name}-")
    ]
    return dict(found)


def mounted(pod: Manifest, path: str) -> dict[str, Any]:
    """Return the volume that is mounted at a path."""
    (mount,) = [one for one in pod["containers"][0]["volumeMounts"] if one["mountPath"] == path]
    (volume,) = [one for one in pod["volumes"] if one["name"] == mount["name"]]
    return dict(volume)


@pytest.mark.parametrize("overlay", WITH_DATABASE)
def test_the_brokers_have_one_door_with_certificates_and_no_superuser(overlay: str) -> None:
    (kafka,) = of_kind(overlay, "Kafka")
    (listener,) = kafka["spec"]["kafka"]["listeners"]

    assert listener["tls"] is True
    assert listener["authentication"] == {"type": "tls"}
    assert listener["networkPolicyPeers"]
    assert kafka["spec"]["kafka"]["authorization"] == {"type": "simple"}
    assert told(overlay, "operator")["BOSS_KAFKA"].endswith(f":{listener['port']}")


@pytest.mark.parametrize("overlay", WITH_DATABASE)
def test_every_door_shows_the_certificate_of_its_own_user(overlay: str) -> None:
    users = {name_of(one) for one in of_kind(overlay, "KafkaUser")}
    doors = dict(pods(overlay, "Deployment"))
    said = told(overlay, "operator")

    assert said["BOSS_KAFKA_SECURITY_PROTOCOL"] == "SSL"
    paths = (f"BOSS_KAFKA_{name}_FILE" for name in ("CA", "CERTIFICATE", "KEY"))
    assert {said[name] for name in paths} == {f"{KAFKA}/{name}" for name in SHOWN}
    assert len(doors) > 10
    for name, pod in doors.items():
        authority, user = (one["secret"] for one in mounted(pod, KAFKA)["projected"]["sources"])
        assert authority["name"] == "kaitong-cluster-ca-cert"
        assert user["name"] == name.partition("-")[0]
        assert user["name"] in users
        assert {item["path"] for one in (authority, user) for item in one["items"]} == SHOWN


@pytest.mark.parametrize("overlay", WITH_DATABASE)
def test_keda_shows_a_certificate_that_may_look_at_offsets(overlay: str) -> None:
    (authentication,) = of_kind(overlay, "TriggerAuthentication")
    triggers = [
        trigger
        for one in of_kind(overlay, "ScaledObject")
        for trigger in one["spec"]["triggers"]
        if trigger["type"] == "kafka"
    ]
    shown = {one["parameter"]: one["name"] for one in authentication["spec"]["secretTargetRef"]}

    assert shown == {"ca": "kaitong-cluster-ca-cert", "cert": "keda", "key": "keda"}
    assert "keda" in {name_of(one) for one in of_kind(overlay, "KafkaUser")}
    assert triggers
    for trigger in triggers:
        assert trigger["metadata"]["tls"] == "enable"
        assert trigger["authenticationRef"] == {"name": name_of(authentication)}


@pytest.mark.parametrize("overlay", WITH_DATABASE)
def test_doors_and_migrations_verify_the_database_and_nobody_comes_without_tls(
    overlay: str,
) -> None:
    (cluster,) = of_kind(overlay, "Cluster")
    wanted = f"sslmode=verify-full&sslrootcert={POSTGRES}/ca.crt"

    assert cluster["spec"]["postgresql"]["pg_hba"][0] == "hostnossl all all all reject"
    for settings in ("operator", "migrate"):
        assert told(overlay, settings)["BOSS_DATABASE_TLS"] == wanted
    processes = [*pods(overlay, "Deployment"), *pods(overlay, "Job")]
    assert len(processes) > 15
    for name, pod in processes:
        secret = mounted(pod, POSTGRES)["secret"]
        (url,) = [
            one["value"]
            for one in pod["containers"][0]["env"]
            if one["name"] == "BOSS_DATABASE_URL"
        ]
        assert secret["secretName"] == f"{name_of(cluster)}-ca", name
        assert secret["items"] == [{"key": "ca.crt", "path": "ca.crt"}], name
        assert url.endswith("?$(BOSS_DATABASE_TLS)"), name


def stores(overlay: str) -> Iterator[tuple[str, int, Manifest, Manifest]]:
    """Return name, number, labels and placing of everything that keeps data."""
    for pool in of_kind(overlay, "KafkaNodePool"):
        name, spec = name_of(pool), pool["spec"]
        labels = {"strimzi.io/cluster": "kaitong", "strimzi.io/pool-name": name}
        yield name, spec["replicas"], labels, spec["template"]["pod"]


@pytest.mark.parametrize("overlay", WITH_DATABASE)
def test_no_two_of_one_store_are_on_one_machine_and_zones_are_shared_out(overlay: str) -> None:
    (kafka,) = of_kind(overlay, "Kafka")
    (cluster,) = of_kind(overlay, "Cluster")
    kinds = list(stores(overlay))

    assert kafka["spec"]["kafka"]["rack"] == {"topologyKey": ZONE}
    assert {name for name, *_ in kinds} == {"controllers", "brokers"}
    for _, number, labels, pod in kinds:
        rules = pod["affinity"]["podAntiAffinity"]
        (apart,) = rules["requiredDuringSchedulingIgnoredDuringExecution"]
        (spread,) = pod["topologySpreadConstraints"]
        assert number == 3
        assert (apart["topologyKey"], apart["labelSelector"]["matchLabels"]) == (HOST, labels)
        assert (spread["topologyKey"], spread["labelSelector"]["matchLabels"]) == (ZONE, labels)
    affinity = cluster["spec"]["affinity"]
    assert affinity["podAntiAffinityType"] == "required"
    assert affinity["topologyKey"] == HOST
    assert cluster["spec"]["topologySpreadConstraints"][0]["topologyKey"] == ZONE


@pytest.mark.parametrize("overlay", WITH_DATABASE)
def test_all_that_keeps_data_says_what_it_takes(overlay: str) -> None:
    asked = [*of_kind(overlay, "KafkaNodePool"), *of_kind(overlay, "Cluster")]

    assert len(asked) == 3
    for one in asked:
        assert {"cpu", "memory"} <= set(one["spec"]["resources"]["requests"]), name_of(one)
        assert "memory" in one["spec"]["resources"]["limits"], name_of(one)


@pytest.mark.parametrize("overlay", WITH_DATABASE)
def test_doors_are_shared_out_and_leave_one_at_a_time(overlay: str) -> None:
    budgets = {
        frozenset(one["spec"]["selector"]["matchLabels"].items())
        for one in of_kind(overlay, "PodDisruptionBudget")
    }
    for one in of_kind(overlay, "Deployment"):
        labels = one["spec"]["template"]["metadata"]["labels"]
        spreads = one["spec"]["template"]["spec"]["topologySpreadConstraints"]

        assert {spread["topologyKey"] for spread in spreads} == {ZONE, HOST}, name_of(one)
        if one["metadata"]["labels"]["app.kubernetes.io/component"] != "all":
            assert any(budget <= set(labels.items()) for budget in budgets), name_of(one)
