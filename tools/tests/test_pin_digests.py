"""Images are run by the digest their registry gave them, in an overlay and in the chart."""

import json
import shutil
from pathlib import Path

import pytest
import yaml

import pin_digests
from chart.components import K8S
from chart.rendering import rendered
from check_manifests import renderer

REGISTRY = "registry.operator.test:5000/boss/kaitong"

SAID = r"""echo "[\"elsewhere.test/$name@sha256:$(printf %064d 0)\", \"$image@sha256:$digest\"]"
"""


def pretend_engine(folder: Path, monkeypatch: pytest.MonkeyPatch, *, pushed: bool) -> None:
    """Put a `docker` on the path that knows what a registry called each image."""
    engine = folder / "docker"
    engine.write_text(
        "#!/bin/sh\n"
        "image=${5%:*}\nname=${image##*/}\n"
        'digest=$(printf %s "$name" | sha256sum | cut -c1-64)\n'
        + (SAID if pushed else "echo '[]'\n")
    )
    engine.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")
    monkeypatch.setattr(pin_digests, "INTO", folder / "digests")


def test_what_was_pushed_is_run_by_its_digest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if (command := renderer()) is None:
        pytest.skip("no kubectl or kustomize here")
    pretend_engine(tmp_path, monkeypatch, pushed=True)

    assert pin_digests.main([REGISTRY, "0.2.0"]) == 0

    values = yaml.safe_load((tmp_path / "digests/values.yaml").read_text())
    assert values["images"]["registry"] == "registry.operator.test:5000"
    assert values["images"]["repository"] == "boss/kaitong"
    copy = tmp_path / "k8s"
    shutil.copytree(K8S, copy)
    shutil.copytree(tmp_path / "digests", copy / "overlays/staging/digests")
    file = copy / "overlays/staging/kustomization.yaml"
    file.write_text(file.read_text().replace("- ../../release\n", "- ../../release\n- digests\n"))
    images = {
        container["image"]
        for one in rendered(file.parent, command).objects.values()
        if one["kind"] in {"Deployment", "StatefulSet", "Job"}
        for container in json.loads(json.dumps(one))["spec"]["template"]["spec"]["containers"]
    }
    digests = values["images"]["digests"]
    assert images == {f"{REGISTRY}/{name}@{digest}" for name, digest in digests.items()}


def test_what_was_not_pushed_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    pretend_engine(tmp_path, monkeypatch, pushed=False)

    assert pin_digests.main([REGISTRY, "0.2.0"]) == 1

    assert "push it first" in capsys.readouterr().out
    assert not (tmp_path / "digests").exists()
