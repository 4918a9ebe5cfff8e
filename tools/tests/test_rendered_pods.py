"""Every pod of every overlay may nothing it does not need, and says what it takes."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from chart.components import K8S, OVERLAYS
from chart.rendering import rendered
from check_manifests import renderer

Manifest = dict[str, Any]
OURS = ("Deployment", "StatefulSet", "DaemonSet", "Job")
ASKS_KUBERNETES: frozenset[str] = frozenset()
"""Whose pods speak to the API server, and so have its token."""


@cache
def objects(overlay: str) -> tuple[Manifest, ...]:
    if (command := renderer()) is None:
        pytest.skip("no kubectl or kustomize here")
    return tuple(rendered(K8S / "overlays" / overlay, command).objects.values())


def pods(overlay: str) -> Iterator[tuple[str, Manifest]]:
    """Yield the pods of whatever makes some, by the names of their makers."""
    for one in objects(overlay):
        name = f"{one['kind']} {one['metadata']['name']}"
        if one["kind"] in OURS:
            yield name, one["spec"]["template"]["spec"]
        elif one["kind"] == "CronJob":
            yield name, one["spec"]["jobTemplate"]["spec"]["template"]["spec"]
        elif one["kind"] == "Pod":
            yield name, one["spec"]


def containers(pod: Manifest) -> list[Manifest]:
    return [*pod.get("initContainers", ()), *pod["containers"]]


@pytest.mark.parametrize("overlay", OVERLAYS)
def test_no_kind_that_makes_pods_is_passed_over(overlay: str) -> None:
    with_template = {one["kind"] for one in objects(overlay) if "template" in one.get("spec", {})}

    assert with_template - set(OURS) <= {"KafkaNodePool"}
    assert len(list(pods(overlay))) >= 20


@pytest.mark.parametrize("overlay", OVERLAYS)
def test_a_pod_is_nobody_in_particular_and_may_nothing(overlay: str) -> None:
    for name, pod in pods(overlay):
        said = pod["securityContext"]
        assert said["runAsNonRoot"] is True, name
        assert said["runAsUser"] >= 10000, name
        assert said["seccompProfile"] == {"type": "RuntimeDefault"}, name
        assert not {"hostNetwork", "hostPID", "hostIPC"} & pod.keys(), name
        assert not [one for one in pod.get("volumes", ()) if "hostPath" in one], name
        for container in containers(pod):
            may = container["securityContext"]
            assert may["allowPrivilegeEscalation"] is False, name
            assert may["readOnlyRootFilesystem"] is True, name
            assert may["capabilities"] == {"drop": ["ALL"]}, name
            assert not {"privileged", "runAsUser"} & may.keys(), name


@pytest.mark.parametrize("overlay", OVERLAYS)
def test_a_pod_has_a_token_only_where_it_asks_kubernetes(overlay: str) -> None:
    accounts = {
        one["metadata"]["name"]: one for one in objects(overlay) if one["kind"] == "ServiceAccount"
    }

    for name, pod in pods(overlay):
        assert pod["serviceAccountName"] in accounts, name
        assert accounts[pod["serviceAccountName"]]["automountServiceAccountToken"] is False, name
        assert pod["automountServiceAccountToken"] is (name in ASKS_KUBERNETES), name
        assert pod["enableServiceLinks"] is False, name


@pytest.mark.parametrize("overlay", OVERLAYS)
def test_what_can_be_written_has_an_end(overlay: str) -> None:
    for name, pod in pods(overlay):
        for volume in pod["volumes"]:
            if "emptyDir" in volume:
                assert volume["emptyDir"]["sizeLimit"], name


@pytest.mark.parametrize("overlay", OVERLAYS)
def test_every_container_says_what_it_takes(overlay: str) -> None:
    """A limit of processor time would only slow down who is alone on a node: there is none."""
    for name, pod in pods(overlay):
        for container in containers(pod):
            says_what_it_takes(name, container["resources"])


@pytest.mark.parametrize("overlay", ("staging", "prod"))
def test_what_operators_make_says_what_it_takes(overlay: str) -> None:
    found = {
        (one["kind"], one["metadata"]["name"]): one.get("spec", {}) for one in objects(overlay)
    }
    beside = found["Kafka", "kaitong"]["entityOperator"]

    says_what_it_takes("postgres", found["Cluster", "kaitong-postgres"]["resources"])
    for pool in ("controllers", "brokers"):
        says_what_it_takes(pool, found["KafkaNodePool", pool]["resources"])
    for operator in ("topicOperator", "userOperator"):
        says_what_it_takes(operator, beside[operator]["resources"])


def says_what_it_takes(name: str, resources: Manifest) -> None:
    assert set(resources["requests"]) >= {"cpu", "memory"}, name
    assert "memory" in resources["limits"], name
    assert "cpu" not in resources["limits"], name


OF_OTHERS = frozenset({"postgres:18"})
"""As old as the server it backs up, and no part of a release: it has a version of its own."""


def test_an_image_is_pinned_in_one_place_alone() -> None:
    """A release is named by its overlay; a tag that moves is named by nobody."""
    folder = Path(K8S)
    said = [
        (path, line)
        for path in folder.rglob("*.yaml")
        for line in path.read_text().splitlines()
        if line.strip().startswith(("image:", "- image:", "newTag:"))
    ]

    assert said
    for path, line in said:
        assert ":latest" not in line, path
        named = line.strip().removeprefix("- ").partition(": ")[2]
        if named in OF_OTHERS:
            assert path.is_relative_to(folder / "components/postgres-basebackup"), path
        else:
            assert named.endswith("release"), f"{path}: {line}"


@pytest.mark.parametrize("overlay", OVERLAYS)
def test_no_overlay_runs_a_tag_that_moves(overlay: str) -> None:
    file = K8S / "overlays" / overlay / "kustomization.yaml"
    release = [
        one
        for one in yaml.safe_load(file.read_text())["configMapGenerator"]
        if one["name"] == "release"
    ]
    version = dict(line.split("=", 1) for line in release[0]["literals"])["version"]

    for name, pod in pods(overlay):
        for container in containers(pod):
            assert container["image"].startswith("kaitong/"), name
            assert container["image"].endswith(f":{version}"), name
    assert version not in {"latest", "main", ""}


def test_one_version_of_kafka_is_run_wherever_it_comes_from() -> None:
    deploy = K8S.parent
    (kafka,) = [one for one in objects("prod") if one["kind"] == "Kafka"]
    version = kafka["spec"]["kafka"]["version"]

    assert f"<version>{version}</version>" in (deploy / "image/kafka/pom.xml").read_text()
    assert f"apache/kafka:{version}" in (deploy / "compose/docker-compose.yml").read_text()
    assert version.startswith(kafka["spec"]["kafka"]["metadataVersion"])


@pytest.mark.parametrize("recipe", ["Dockerfile", "kafka/Dockerfile", "postgres/Dockerfile"])
def test_no_image_is_run_by_root(recipe: str) -> None:
    """What is said last in the last stage holds."""
    last = (K8S.parent / "image" / recipe).read_text().rpartition("\nFROM ")[2]
    users = [line.split()[1] for line in last.splitlines() if line.startswith("USER ")]

    assert users
    assert users[-1] not in {"0", "root", "0:0"}


def test_a_service_stands_on_nothing_that_has_a_shell() -> None:
    recipe = (K8S.parent / "image/Dockerfile").read_text()
    bare = recipe.partition("FROM scratch AS bare\n")[2].partition("\n\n")[0]

    assert "ARG GROUND=bare\n" in recipe
    assert "\nFROM ${GROUND}\n" in recipe
    assert bare == "COPY --from=gathered /bare/ /"
