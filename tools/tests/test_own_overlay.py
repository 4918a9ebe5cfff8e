"""What the pages show of an overlay of one's own is one, and all it says comes to be."""

import re
import shutil
import subprocess
import textwrap
from collections.abc import Sequence
from pathlib import Path

import pytest
import yaml

from bossctl.release.manifests import versions
from bossctl.release.said import as_said
from check_manifests import offence
from harness.rendered import K8S, Manifest, needs_renderer, rendered

pytestmark = needs_renderer
README = K8S.parent / "README.md"
OPERATIONS = K8S.parents[1] / "docs/operations"
BACKUPS, RECORDS, VOLUME = OPERATIONS / "backups.md", OPERATIONS / "call-records.md", "call-records"
A_BLOCK = re.compile(r"```yaml\n(# deploy/k8s/overlays/own/kustomization.yaml\n.*?)```", re.DOTALL)


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make it as the page says: a copy of prod's folder, with the kustomization shown there."""
    k8s = tmp_path_factory.mktemp("own") / "k8s"
    shutil.copytree(K8S, k8s)
    folder = k8s / "overlays/own"
    shutil.copytree(k8s / "overlays/prod", folder)
    (shown,) = A_BLOCK.findall(README.read_text())
    (folder / "kustomization.yaml").write_text(shown)
    return folder


def of(manifests: Sequence[Manifest], kind: str) -> Sequence[Manifest]:
    return [one for one in manifests if one["kind"] == kind]


def test_what_the_example_says_comes_to_be(own: Path) -> None:
    manifests = rendered(own)

    text = yaml.safe_dump_all(manifests)
    assert versions(manifests) == {"0.2.0"}
    assert as_said(manifests, asked="0.2.0").holds
    assert "https://wiki.operator.example/kaitong/docs/runbooks/OrdersHeld" in text
    assert "kaitong.example/docs" not in text
    assert "serverAddress: http://prometheus-k8s.monitoring.svc:9090" in text
    assert "prometheus-operated" not in text
    assert "image: kaitong/" not in text
    assert "registry.operator.example/kaitong/tools:0.2.0" in text
    (cluster,) = of(manifests, "Cluster")
    assert cluster["spec"]["storage"] == {"size": "600Gi", "storageClass": "fast"}
    (store,) = of(manifests, "ObjectStore")
    assert store["spec"]["configuration"]["destinationPath"] == "s3://operator-backups/kaitong"


def test_the_example_has_all_that_prod_has(own: Path) -> None:
    def names(overlay: Path) -> set[tuple[str, str]]:
        return {
            (one["kind"], re.sub(r"\d+\.\d+\.\d+$|-[a-z0-9]{10}$", "", one["metadata"]["name"]))
            for one in rendered(overlay)
        }

    assert names(own) == names(own.parent / "prod")


def shown(page: Path) -> Sequence[Manifest]:
    """Return the manifests, and parts of a kustomization, a page shows."""
    text = page.read_text()
    blocks = re.findall(r"^( *)```yaml\n(.*?)^ *```", text, re.DOTALL | re.MULTILINE)
    return [one for _, block in blocks for one in yaml.safe_load_all(textwrap.dedent(block))]


def test_what_the_page_on_backups_shows_is_taken_as_kubernetes_takes_it() -> None:
    manifests = [one for one in shown(BACKUPS) if "kind" in one]

    assert {one["kind"] for one in manifests} == {"NetworkPolicy", "Cluster"}
    assert [offence(one) for one in manifests] == [None, None]


def test_what_fetches_call_records_is_taken_and_writes_where_they_are_read() -> None:
    fetches, way = shown(RECORDS)

    pod = fetches["spec"]["jobTemplate"]["spec"]["template"]
    (claim,) = [
        one["persistentVolumeClaim"] for one in pod["spec"]["volumes"] if one["name"] == VOLUME
    ]
    written = {
        one["name"]: one["mountPath"] for one in pod["spec"]["containers"][0]["volumeMounts"]
    }
    (reads,) = [
        one["spec"]["template"]["spec"]
        for one in of(rendered(K8S / "overlays/prod"), "Deployment")
        if one["metadata"]["name"] == "provisioning-work"
    ]
    read = {one["name"]: one["mountPath"] for one in reads["containers"][0]["volumeMounts"]}
    assert [offence(one) for one in (fetches, way)] == [None, None]
    assert claim["claimName"] in {
        one.get("persistentVolumeClaim", {}).get("claimName") for one in reads["volumes"]
    }
    assert written[VOLUME] == read[VOLUME]
    assert pod["spec"]["securityContext"]["runAsUser"] == reads["securityContext"]["runAsUser"]
    assert way["spec"]["podSelector"]["matchLabels"] == pod["metadata"]["labels"]


@pytest.mark.skipif(shutil.which("rsync") is None, reason="rsync is not here")
def test_what_was_fetched_and_put_away_is_not_fetched_again(tmp_path: Path) -> None:
    switch, folder = tmp_path / "switch", tmp_path / "call-records"
    (switch / "deeper").mkdir(parents=True)
    (folder / "archive").mkdir(parents=True)
    for name in ("1.jsonl", "2.jsonl", "3.jsonl.part", "deeper/4.jsonl"):
        (switch / name).write_text(name)
    words = shown(RECORDS)[0]["spec"]["jobTemplate"]["spec"]["template"]["spec"]["containers"][0]
    options = [one for one in words["command"][:-2] if not one.startswith("--rsh=")]

    def fetched() -> list[str]:
        subprocess.run([*options, f"{switch}/", f"{folder}/"], check=True, capture_output=True)
        return sorted(one.name for one in folder.iterdir() if one.is_file())

    assert fetched() == ["1.jsonl", "2.jsonl"]
    (folder / "1.jsonl").replace(folder / "archive" / "1.jsonl")
    (switch / "5.jsonl").write_text("new")
    assert fetched() == ["2.jsonl", "5.jsonl"]


def test_the_way_to_stores_of_ones_own_is_open_for_whoever_goes_to_those_of_the_operators() -> None:
    (way,) = [one for one in shown(OPERATIONS / "own-stores.md") if "kind" in one]
    (to_kafka,) = [
        one["spec"]
        for one in of(rendered(K8S / "overlays/prod"), "NetworkPolicy")
        if one["metadata"]["name"] == "services-reach-kafka"
    ]

    assert way["spec"]["podSelector"] == to_kafka["podSelector"]
    assert offence(way) is None


def test_a_cluster_that_is_gone_begins_from_the_archive(own: Path) -> None:
    (added,) = [one["patches"] for one in shown(BACKUPS) if "bootstrap" in str(one.get("patches"))]
    folder = own.parent / "gone"
    shutil.copytree(own, folder)
    said = yaml.safe_load((own / "kustomization.yaml").read_text())
    (folder / "kustomization.yaml").write_text(
        yaml.safe_dump({**said, "patches": [*said["patches"], *added]})
    )

    (cluster,) = of(rendered(folder), "Cluster")

    (plugin,) = cluster["spec"]["plugins"]
    (archive,) = cluster["spec"]["externalClusters"]
    (way,) = cluster["spec"]["bootstrap"].items()
    assert way == ("recovery", {"source": "archive", "database": "kaitong", "owner": "kaitong"})
    assert archive["name"] == "archive"
    assert plugin["parameters"]["serverName"] != archive["plugin"]["parameters"]["serverName"]
    assert offence(cluster) is None


def test_what_is_restored_beside_the_databases_is_reached_as_they_are() -> None:
    (policy,) = [
        one["spec"]
        for one in of(rendered(K8S / "overlays/prod"), "NetworkPolicy")
        if one["metadata"]["name"] == "databases"
    ]

    every = {"matchExpressions": [{"key": "cnpg.io/cluster", "operator": "Exists"}]}
    among = [to for way in policy["egress"] for to in way.get("to", ())]
    reached = [source for way in policy["ingress"] for source in way["from"]]
    assert policy["podSelector"] == every
    assert {"podSelector": every} in among
    assert {"podSelector": every} in reached
