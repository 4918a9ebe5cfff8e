"""What is deployed holds together: alerts and their pages, production and its promises."""

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from check_manifests import renderer
from harness.alerting import rules, said_metrics

ROOT = Path(__file__).parents[2]
K8S = ROOT / "deploy/k8s"
README = ROOT / "deploy/README.md"
SERVICES = ("accounts", "billing", "gateway", "orders", "provisioning")
METRIC = re.compile(r"kaitong_[a-z_]+?(?=_total|_bucket|_count|_sum|\b)")


def read(path: str) -> Any:
    return yaml.safe_load((K8S / path).read_text())


def literals(overlay: str, generator: str) -> dict[str, str]:
    for one in read(f"overlays/{overlay}/kustomization.yaml")["configMapGenerator"]:
        if one["name"] == generator:
            return dict(line.split("=", 1) for line in one["literals"])
    raise AssertionError(f"{overlay} says nothing of {generator}")


def test_every_alert_has_a_page_of_its_name_and_every_page_an_alert() -> None:
    pages = {page.stem for page in (ROOT / "docs/runbooks").glob("*.md")} - {"README"}

    named = {rule["alert"]: rule["annotations"]["runbook_url"] for rule in rules()}

    assert set(named) == pages
    assert all(page.endswith(f"/docs/runbooks/{name}.md") for name, page in named.items())


def test_no_alert_lacks_what_its_reader_needs() -> None:
    for rule in rules():
        assert rule["labels"]["severity"] in {"critical", "warning"}, rule["alert"]
        assert len(rule["annotations"]["summary"]) > 20, rule["alert"]
        assert rule["annotations"]["runbook_url"].startswith("https://"), rule["alert"]
        assert rule["for"], rule["alert"]


@pytest.mark.parametrize(
    "page", sorted((ROOT / "docs/runbooks").glob("*.md")), ids=lambda p: p.stem
)
def test_a_page_says_what_it_means_where_to_look_and_what_to_do(page: Path) -> None:
    text = page.read_text()
    _, says, means, look, mend = re.split(r"\n\*\*Says:\*\*|\n## .*\n", text)

    assert text.startswith(f"# {page.stem}\n")
    assert "severity" in says or "critical" in says or "windows of" in says
    assert len(means.split()) > 15
    assert "`" in look
    assert re.search(r"^1\. ", look, re.MULTILINE)
    assert re.search(r"^\* ", mend, re.MULTILINE)


def test_alerts_ask_for_metrics_that_somebody_says() -> None:
    asked = {name for rule in rules() for name in METRIC.findall(rule["expr"])}

    assert len(asked) >= 8
    assert asked <= said_metrics()


def test_production_has_the_system_clock_no_reflection_and_no_pretend_network() -> None:
    knobs = literals("prod", "operator")
    components = read("overlays/prod/kustomization.yaml")["components"]

    assert knobs["BOSS_ENVIRONMENT"] == "production"
    assert knobs["BOSS_CLOCK"] == "system"
    assert knobs["BOSS_REFLECTION"] == "false"
    assert not [one for one in components if "emulator" in one]
    assert {"../../generated/network-policies", "../../components/mtls"} <= set(components)


def test_nowhere_does_reflection_answer_unless_somebody_turns_it_on() -> None:
    shipped = [*(ROOT / "deploy").rglob("*.yml"), *(ROOT / "deploy").rglob("kustomization.yaml")]

    for path in shipped:
        text = path.read_text()
        assert not re.search(r"BOSS_REFLECTION[=:]\s*[\"']?true", text, re.IGNORECASE), path
    assert shipped


@pytest.mark.parametrize("service", SERVICES)
def test_every_service_has_its_doors_and_a_migration(service: str) -> None:
    doors = read(f"base/{service}/processes/kustomization.yaml")["resources"]

    assert {"../../doors/api", "../../doors/relay", "../../doors/migrate"} <= set(doors)


def test_a_process_may_nothing_it_does_not_need() -> None:
    pod = read("base/doors/house/pod.yaml")["spec"]["template"]["spec"]
    container = pod["containers"][0]["securityContext"]

    assert pod["automountServiceAccountToken"] is False
    assert pod["securityContext"]["runAsNonRoot"] is True
    assert pod["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
    assert container["readOnlyRootFilesystem"] is True
    assert container["allowPrivilegeEscalation"] is False
    assert container["capabilities"] == {"drop": ["ALL"]}


def rendered(overlay: Path) -> list[dict[str, Any]]:
    """Return what an overlay comes to; skips where nothing here can render it."""
    render = renderer()
    if render is None:
        pytest.skip("no kubectl or kustomize here")
    done = subprocess.run([*render, overlay], capture_output=True, text=True, check=True)
    return [one for one in yaml.safe_load_all(done.stdout) if one]


def of_kind(manifests: list[dict[str, Any]], kind: str) -> list[dict[str, Any]]:
    return [one for one in manifests if one["kind"] == kind]


@pytest.mark.parametrize("overlay", ["dev", "staging", "prod"])
def test_an_overlay_brings_its_namespace(overlay: str) -> None:
    wanted = read(f"overlays/{overlay}/kustomization.yaml")["namespace"]

    (namespace,) = of_kind(rendered(K8S / "overlays" / overlay), "Namespace")

    assert namespace["metadata"]["name"] == wanted


@pytest.mark.parametrize("overlay", ["dev", "staging", "prod"])
def test_the_wait_of_the_documents_finds_every_migration(overlay: str) -> None:
    (selector,) = re.findall(r"wait --for=condition=complete job -l (\S+)", README.read_text())
    label, wanted = selector.split("=")

    jobs = of_kind(rendered(K8S / "overlays" / overlay), "Job")

    assert len(jobs) >= len(SERVICES)
    assert {job["metadata"]["labels"][label] for job in jobs} == {wanted}


@pytest.mark.parametrize(
    "knob", ["BOSS_DRAIN_SECONDS=33", "BOSS_CLOCK=system", "BOSS_DATABASE_ADDRESS=elsewhere:5432"]
)
def test_a_knob_is_turned_without_a_new_release(tmp_path: Path, knob: str) -> None:
    """A Job cannot be changed once it is there; what reads the knob gets new pods."""
    shutil.copytree(K8S, tmp_path / "k8s")
    overlay = tmp_path / "k8s" / "overlays" / "dev"
    before = rendered(overlay)
    file = overlay / "kustomization.yaml"
    file.write_text(file.read_text().replace("  - BOSS_CLOCK=settable\n", f"  - {knob}\n"))

    after = rendered(overlay)

    assert of_kind(after, "Job") == of_kind(before, "Job")
    assert of_kind(after, "Deployment") != of_kind(before, "Deployment")
    for map_ in of_kind(after, "ConfigMap"):
        if map_["metadata"]["name"] == "migrate" and knob.startswith("BOSS_DATABASE"):
            assert dict([knob.split("=")]).items() <= map_["data"].items()
